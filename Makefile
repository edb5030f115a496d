# The two commands of a fresh machine: `make chat` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INDEX ?= var/index
STAMP := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup chat test check lint types bench published clean

help: ## list the words / 列出命令
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/'

$(STAMP): pyproject.toml constraints.txt
	command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11 / Python 3.11 is needed (make PYTHON=/path/to/python3.11)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(STAMP)

setup: $(STAMP) ## create .venv and install everything / 建立环境

chat: $(STAMP) ## index the sample corpus and open the chat / 建立示例索引并打开问答
	$(BIN)/minsheng index --index $(INDEX)
	$(BIN)/minsheng serve --index $(INDEX)

test: $(STAMP) ## run the tests / 运行测试
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

check: lint types test ## lint, types and tests / 全部检查

bench: $(STAMP) ## measure speed on this machine / 性能测量
	$(BIN)/python -m eval.bench
	$(BIN)/python -m eval.bench_serve

published: $(STAMP) ## write docs/evaluation.md / 写评测公布表
	$(BIN)/python -m eval.publish

clean: ## remove the environment and built indexes / 清理
	rm -rf $(VENV) var

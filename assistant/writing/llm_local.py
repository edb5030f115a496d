"""A local transformers model from a folder as a LangChain chat model: streams, and can be stopped.

transformers and torch are imported when a model is opened, never before.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.settings import SettingsError

MOST_TOKENS = 600  # a model on a CPU writes a few tokens a second
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class TransformersChat(BaseChatModel):
    """Writes with a causal language model, greedily, so that an answer can be repeated.

    Attributes:
        timeout: seconds after which the model stops by itself.
    """

    model: Any
    tokenizer: Any
    timeout: float = 60.0
    most_tokens: int = MOST_TOKENS

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """Pieces as they are written, by a thread that stops when the iterator is closed."""
        from transformers import TextIteratorStreamer

        stopped = threading.Event()
        faults: list[BaseException] = []
        streamer = TextIteratorStreamer(
            self.tokenizer, skip_prompt=True, skip_special_tokens=True, timeout=self.timeout
        )
        work = (self._prompt(messages), streamer, stopped, faults)
        threading.Thread(target=self._write, args=work, daemon=True).start()
        try:
            for text in streamer:
                if text:
                    yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        except queue.Empty:
            raise TimeoutError(f"no token in {self.timeout:g} s") from None
        finally:
            stopped.set()
        if faults:
            raise faults[0]
        end = AIMessageChunk(content="", response_metadata={"finish_reason": "stop"})
        yield ChatGenerationChunk(message=end)

    def _write(
        self, prompt: Any, streamer: Any, stopped: threading.Event, faults: list[BaseException]
    ) -> None:
        import torch
        from transformers import StoppingCriteriaList

        def asked_to_stop(ids: Any, scores: Any, **_: Any) -> Any:
            return torch.full((len(ids),), stopped.is_set(), dtype=torch.bool)

        try:
            self.model.generate(
                **prompt,
                streamer=streamer,
                do_sample=False,
                max_new_tokens=self.most_tokens,
                max_time=self.timeout,
                stopping_criteria=StoppingCriteriaList([asked_to_stop]),
            )
        except Exception as error:  # told to the reader of the stream, which raises it
            faults.append(error)
            streamer.end()

    def _prompt(self, messages: list[BaseMessage]) -> Any:
        """Token ids of the messages, the oldest cut off where the model cannot hold them all."""
        said = [{"role": _ROLES.get(m.type, "user"), "content": str(m.text)} for m in messages]
        if getattr(self.tokenizer, "chat_template", None):
            text = self.tokenizer.apply_chat_template(
                said, tokenize=False, add_generation_prompt=True
            )
        else:
            text = "\n\n".join(m["content"] for m in said) + "\n\n"
        tokens = self.tokenizer(text, return_tensors="pt")
        room = getattr(self.model.config, "max_position_embeddings", None)
        if room and tokens["input_ids"].shape[1] + self.most_tokens > room:
            raise ValueError(f"the evidence does not fit into the model's {room} tokens")
        return {name: tokens[name] for name in ("input_ids", "attention_mask")}


def open_local(folder: Path, *, timeout: float) -> TransformersChat:
    """The model of a folder (config.json, weights as safetensors, tokenizer); nothing is fetched.

    Raises:
        SettingsError: there is no usable model in the folder.
    """
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(str(folder), local_files_only=True)
    except Exception as error:  # whatever is wrong with the folder: one line says so
        raise SettingsError(
            f"无法载入语言模型 cannot load the language model {str(folder)!r}: "
            f"{type(error).__name__}.",
            hint="需要 transformers 格式的文件夹 (a transformers folder is needed)。",
        ) from error
    model.eval()
    return TransformersChat(model=model, tokenizer=tokenizer, timeout=timeout)

"""Prompts: text files and the one loader; imports nothing of ours."""

from prompts.template import Prompt, PromptError, load

__all__ = ["Prompt", "PromptError", "load"]

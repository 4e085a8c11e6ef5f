"""The offline model: agents that work with no key and no network."""

from agents.offline.model import OfflineChatModel

__all__ = ["OfflineChatModel"]

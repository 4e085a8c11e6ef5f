"""The offline model, learned once for all tests of agents."""

import os
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable

from agents.offline import OfflineChatModel
from agents.offline.understanding import Understander
from tools.catalogue import SPECS
from tools.embedding import LocalEmbedder
from tools.langchain_adapter import as_tool


@pytest.fixture(scope="session")
def model() -> OfflineChatModel:
    kept_in = Path(os.environ["LEARNED_DIR"])
    return OfflineChatModel(specs=SPECS, embed=LocalEmbedder().embed_sync, kept_in=kept_in)


@pytest.fixture(scope="session")
def bound(model: OfflineChatModel) -> Runnable[Any, AIMessage]:
    return model.bind_tools([as_tool(spec) for spec in SPECS])


@pytest.fixture(scope="session")
def understander(model: OfflineChatModel) -> Understander:
    return model.understander

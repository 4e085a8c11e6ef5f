"""Which chat model is measured: the offline one, a role's, one by its name, or recorded answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agents.models import OFFLINE, ROLES, Models
from evals.replay import RecordingChatModel, ReplayChatModel
from store.errors import ValidationError
from store.settings import Settings

REPLAY = "replay:"


@dataclass(frozen=True)
class ChosenModels(Models):
    """The process's models, with one choice for every role. `names` is the chain; `prepared` are made already."""

    names: tuple[str, ...] = (OFFLINE,)
    prepared: Mapping[str, BaseChatModel] = field(default_factory=dict)

    def chain(self, role: str) -> list[str]:  # noqa: ARG002 - every role is the one that is measured
        """The names to try, in order."""
        return list(self.names)

    def model(self, name: str) -> BaseChatModel:
        """The model of that name; the offline one stays what it is, because agents are chosen by it."""
        return self.prepared[name] if name in self.prepared else super().model(name)

    @property
    def label(self) -> str:
        """What the report calls it."""
        return " then ".join(self.names)


def choose(name: str, settings: Settings, record: Path | None = None) -> ChosenModels:
    """The models for `--model NAME`, recording their answers into a folder when one is given.

    Raises ValidationError `MODEL_UNKNOWN` listing what there is, or when recorded answers are to be recorded.
    """
    if name.startswith(REPLAY):
        if record is not None:
            raise ValidationError("Recorded answers cannot be recorded again; give --record with a model that answers.")
        folder = Path(name.removeprefix(REPLAY)).expanduser()
        return ChosenModels(settings, (name,), {name: ReplayChatModel.of(folder)})
    chain = _chain(name, Models(settings))
    if record is None:
        return ChosenModels(settings, chain)
    plain = ChosenModels(settings, chain)
    recorded = {
        f"{link} (recorded)": RecordingChatModel(inner=plain.model(link), folder=record, answers_as=link)
        for link in chain
    }
    return ChosenModels(settings, tuple(recorded), dict(recorded))


def _chain(name: str, models: Models) -> tuple[str, ...]:
    if name == OFFLINE:
        return (OFFLINE,)
    if name in ROLES:
        return tuple(models.chain(name))
    if "/" in name and name.partition("/")[0] in models.config.providers:
        return (name,)
    raise ValidationError(f"There is no model {name!r}. There are: {_listed(models)}.", code="MODEL_UNKNOWN")


def _listed(models: Models) -> str:
    roles = [f"{role} (= {', then '.join(models.chain(role))})" for role in ROLES]
    providers = [f"{provider}/MODEL" for provider in models.config.providers]
    hint = [] if providers else ["provider/MODEL once MODELS_FILE, OPENAI_API_KEY or OPENAI_BASE_URL is set"]
    return "; ".join([OFFLINE, *roles, *providers, *hint, f"{REPLAY}FOLDER"])

"""The tools for one's own account, as the model and the command line see them."""

from tools.accounts.examples import EXAMPLES
from tools.accounts.zones import SayTimeZone, TimeZoneTold, present_zone, set_time_zone
from tools.registry import AnySpec, ToolSpec

SET_TIME_ZONE = ToolSpec(
    name="set_time_zone", area="jobs", effect="write", input=SayTimeZone, output=TimeZoneTold,
    examples=EXAMPLES["set_time_zone"], run=set_time_zone, present=present_zone,
    description="Keep the time zone that the person's days and hours are in, or tell which it is.",
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (SET_TIME_ZONE,)

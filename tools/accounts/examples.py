"""What people say when they mean the tools of their account."""

from tools.registry import Example

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "set_time_zone": (
        Example("my time zone is Europe/Zurich", {"timezone": "Europe/Zurich"}),
        Example("set my timezone to America/New_York", {"timezone": "America/New_York"}),
        Example("change my time zone to Lisbon", {"timezone": "Lisbon"}),
        Example("I'm in the Berlin time zone", {"timezone": "Berlin"}),
        Example("use Asia/Tokyo as my time zone", {"timezone": "Asia/Tokyo"}),
        Example("my timezone: UTC", {"timezone": "UTC"}),
        Example("please read all times in the time zone Europe/Vienna", {"timezone": "Europe/Vienna"}),
        Example("my clock is on Madrid time", {"timezone": "Madrid"}),
        Example("which time zone am I in?", {}),
        Example("what is my time zone?", {}),
        Example("in which time zone do you read my appointments?", {}),
        Example("do you know my timezone?", {}),
        Example("meine Zeitzone ist Europe/Berlin", {"timezone": "Europe/Berlin"}),
        Example("stell meine Zeitzone auf Zürich um", {"timezone": "Zürich"}),
        Example("mon fuseau horaire est Europe/Paris", {"timezone": "Europe/Paris"}),
        Example("mi zona horaria es America/Bogota", {"timezone": "America/Bogota"}),
    ),
}

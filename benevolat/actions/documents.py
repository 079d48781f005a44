"""The file that puts an action in a person's calendar: neutral, since a calendar is often shared or read over a shoulder."""

from icalendar import Calendar, Event

from benevolat.core import clock

from .models import Action


def calendar_file(action: Action) -> bytes:
    """Return the dates of an action as an iCalendar file: the neutral title and the place, no kind, no words, no address of the site."""
    calendar = Calendar()
    calendar.add("prodid", "-//Isere benevolat//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    place = ", ".join(each for each in (action.address, action.commune.name if action.commune else "") if each)
    for seance in action.seances:
        event = Event()
        event.add("uid", f"{seance.public_id}@isere-benevolat")
        event.add("dtstart", seance.starts_at)
        event.add("dtend", seance.ends_at)
        event.add("summary", action.neutral_title)
        event.add("location", place)
        event.add("dtstamp", clock.now())
        calendar.add_component(event)
    return bytes(calendar.to_ical())

"""What stands around an application: interviews, contacts, offers, reminders, attachments, advice."""

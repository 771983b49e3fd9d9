"""Who is told what: senders, those who disagree, a school’s key adult."""

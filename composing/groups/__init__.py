"""Groups that read together: their votes, cards, reminders, history, as documents."""

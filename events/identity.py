def refresh(event, *, now):
    return False

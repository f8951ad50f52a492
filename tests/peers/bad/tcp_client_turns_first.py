# check: client tcp textbook
# finds: tcp/client/wrong-destination
"""Never comes to the line that connects."""
tries = 0
while tries < 10:
    tries += 0

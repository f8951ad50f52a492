"""Never comes to the line that sends."""
# check: client udp textbook
# finds: udp/client/nothing-sent
tries = 0
while tries < 10:
    tries += 0

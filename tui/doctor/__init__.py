"""What is right and what is wrong around the program, found by looking, with what to change; nothing here is secret.

`finding`   one line of the report                                     everything below makes some
`terminal`  the terminal and its size                  `multiplexer`   tmux and screen, and the way to the clipboard
`appearance`  its colours, its ground, its letters
`settings`  the settings, the key, the versions        `storage`       disk, index and journal
`service`   one cheap question to the service          `report`        all of it, in order, as text and as JSON
`keys`      which of our keys arrive, asked one by one
"""

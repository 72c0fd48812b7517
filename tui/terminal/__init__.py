"""What the terminal may do to us, and what we owe it: it is given back as it was, whatever happens.

`fitness`   may we run here, and under which settings        imports nothing of Textual: ask it first
`modes`     what a full-screen program switches on, and off again                     neither does this
`output`    bytes to the terminal, from a thread, so that a stalled line stops nothing        nor this
`signals`   who asks us to leave                                                              nor this
`forerunner` shows a picture from last time before there is a driver, and holds the terminal until then
`driver`    Textual's driver, on those four
`typeahead` keys in turn, whatever arrives at once
`still`     a picture of the whole screen as it is kept; `cells` and `pen`: what it is made of
`canvas`    what is shown by now, cell for cell; `pictures`, `drawing` and `hanging` are those a terminal draws itself
`crash`     a bug becomes one sentence, one exit code and a file without secrets
`guarded`   `guarded_run`: all of it together around one app
"""

"""Each change, one function. Modules are named for what they change: `sign_ins.end(...)`, `pins.set_pin(...)`."""

"""Events as they come: flows that go on for ever, and the drivers that hand their events over."""

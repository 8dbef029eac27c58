"""What several test files share: import it from here, never from a conftest or a test.

| module | for tests that |
|---|---|
| `bytecode` | start a Python, or copy the package: what others have compiled is imported |
| `every` | hold one rule for every route, module or cassette |
| `snapshots` | compare a committed text with what the code produces |
| `calls` | step through a call without a network: settings, calls, responses, a clock to move |
| `storm` | need a model of the API that loses, repeats and delays what it is asked |
| `servers` | need a server on 127.0.0.1 that writes given bytes, or a TLS authority |
| `ways` | run on each transport, blocking and in both event loops |
| `adapters` | build clients over aiohttp and pyreqwest |
| `events` | step through a listener without a network |
| `robots` | run a robot beside the test |
| `route_files` | add a route by a file, or read the problems that the loader reports |
| `redis_server` | need a real Redis; they are skipped where redis-server is not installed |
| `sandbox` | send plain HTTP to a sandbox, or upload pictures |
| `webhooks` | verify or receive one webhook |
| `endpoint` | receive the webhooks of a sandbox |
| `reports` | read all that is written of an error |
| `documents` | read the code in README, CONTRIBUTING and docs/ |
| `language_server` | ask pyright's language server what an editor shows |
| `forking` | run `lag` as a process, piped or in a terminal, for the price of a fork |
| `terminal` | run the command `lag` in this process, in one of its own, or in a terminal |
| `screen` | press keys in `lag ui` and read its screen |
| `reader` | do what a document says: its commands, its files, its code |

`tests/conftest.py` registers the fixtures of these modules once, for all tests.
"""

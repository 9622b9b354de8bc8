"""A real llama.cpp server with the small model, in a process of its own."""

from __future__ import annotations

import socket
import sys

import xllamacpp

from dialogue import registry


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(registry.resolve("smollm2").main)
    parameters.n_ctx = 2048
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.verbosity = -1
    parameters.port = free_port()
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    del server


main()

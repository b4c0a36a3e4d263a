"""Flower's own server, measured as FederationOverheadServer measures ours.

Arguments: parameters, clients, rounds. Prints "port N" when it listens, for each round "round MILLIS" and "cpu MILLIS" (of
processor time of this process), in the end "memory MEGABYTES" above what there was before the first client came. Linux.
"""

import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path

os.environ["FLWR_TELEMETRY_ENABLED"] = "0"

import flwr  # noqa: E402 (reads the environment)
import numpy  # noqa: E402

TIMEOUT_SECONDS = 300


def say(name, figure):
    print(f"{name} {figure}", flush=True)


def megabytes(field):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int("".join(filter(str.isdigit, line))) * 1024 / 1e6
    raise LookupError(field)


class Clock:
    """Rounds begin when the one before ends; the first one when everybody is there."""

    def start(self):
        self.before = time.perf_counter()
        self.cpu_before = time.process_time()

    def tell(self):
        now, cpu = time.perf_counter(), time.process_time()
        say("round", 1e3 * (now - self.before))
        say("cpu", 1e3 * (cpu - self.cpu_before))
        self.before, self.cpu_before = now, cpu


class Clients(flwr.server.SimpleClientManager):
    def __init__(self, expected, clock):
        super().__init__()
        self.expected = expected
        self.clock = clock

    def register(self, client):
        registered = super().register(client)
        if len(self.clients) == self.expected:
            self.clock.start()
        return registered


class Timed(flwr.server.strategy.FedAvg):
    def __init__(self, clock, idle, rounds, **settings):
        super().__init__(**settings)
        self.clock = clock
        self.idle = idle
        self.rounds = rounds

    def aggregate_fit(self, server_round, results, failures):
        if len(results) != self.min_fit_clients:
            raise RuntimeError(f"round {server_round}: {len(results)} updates, {failures}")
        return super().aggregate_fit(server_round, results, failures)

    def aggregate_evaluate(self, server_round, results, failures):
        if len(results) != self.min_fit_clients:
            raise RuntimeError(f"round {server_round}: {len(results)} judgements, {failures}")
        judged = super().aggregate_evaluate(server_round, results, failures)
        self.clock.tell()
        if server_round == self.rounds:
            say("memory", megabytes("VmHWM") - self.idle)
        return judged


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tell_when_listening(port):
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            say("port", port)
            return
        except ConnectionRefusedError:
            time.sleep(0.05)


def main():
    parameters, clients, rounds = map(int, sys.argv[1:])
    logging.getLogger("flwr").setLevel(logging.ERROR)
    model = numpy.random.default_rng(parameters).normal(0, 0.1, parameters).astype("<f4")
    begun = flwr.common.ndarrays_to_parameters([model])
    clock = Clock()
    port = free_port()
    idle = megabytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the largest so far begins anew
    threading.Thread(target=tell_when_listening, args=(port,), daemon=True).start()
    flwr.server.start_server(
        server_address=f"127.0.0.1:{port}",
        config=flwr.server.ServerConfig(num_rounds=rounds, round_timeout=TIMEOUT_SECONDS),
        client_manager=Clients(clients, clock),
        strategy=Timed(
            clock,
            idle,
            rounds,
            min_fit_clients=clients,
            min_evaluate_clients=clients,
            min_available_clients=clients,
            initial_parameters=begun,
        ),
    )


main()

"""Prints what Flower's own strategies make of made-up updates: the fixture of StrategiesAgainstFlowerTest.

pip install flwr==1.41.0
python flower_strategies.py > ../resources/io/fedics/fl/aggregate/flower-strategies.json
"""

import json

import numpy as np
from flwr.common import Code, FitRes, Status, ndarrays_to_parameters, parameters_to_ndarrays
from flwr.server import strategy as flower

CASES = [
    ("FedAvg", {}, 4),
    ("FedAvgM", {"server_learning_rate": 0.5, "server_momentum": 0.9}, 4),
    ("FedAvgM", {"server_learning_rate": 1.0, "server_momentum": 0.0}, 3),
    ("FedProx", {"proximal_mu": 0.1}, 3),
    ("FedAdagrad", {"eta": 0.1, "eta_l": 0.1, "tau": 1e-3}, 4),
    ("FedAdam", {}, 4),
    ("FedAdam", {"eta": 0.05, "beta_1": 0.8, "beta_2": 0.95, "tau": 1e-2}, 4),
    ("FedYogi", {}, 4),
    ("FedMedian", {}, 5),
    ("FedMedian", {}, 4),
    ("FedTrimmedAvg", {"beta": 0.2}, 11),
    ("FedTrimmedAvg", {"beta": 0.3}, 5),
    ("Krum", {"num_malicious_clients": 2}, 8),
    ("Krum", {"num_malicious_clients": 2, "num_clients_to_keep": 3}, 8),
    ("Krum", {"num_malicious_clients": 0, "num_clients_to_keep": 2}, 3),
    ("Bulyan", {"num_malicious_clients": 1, "to_keep": 0}, 7),
    ("Bulyan", {"num_malicious_clients": 2, "to_keep": 0}, 12),
]
SHAPES = [(3, 4), (5,), ()]
ROUNDS = 3


def case(name, settings, clients, rng):
    current = [rng.normal(size=shape) for shape in SHAPES]
    made = getattr(flower, name)(initial_parameters=ndarrays_to_parameters(current), **settings)
    initial = [tensor.ravel().tolist() for tensor in current]
    rounds, expected = [], []
    for server_round in range(1, ROUNDS + 1):
        updates = []
        for client in range(clients):
            far = 30 if client < settings.get("num_malicious_clients", 0) else 1
            tensors = [np.asarray(w + far * rng.normal(0.1, 0.3, size=w.shape)) for w in current]
            updates.append((tensors, int(rng.integers(1, 2000))))
        results = [
            (None, FitRes(Status(Code.OK, ""), ndarrays_to_parameters(tensors), examples, {}))
            for tensors, examples in updates
        ]
        aggregated, _ = made.aggregate_fit(server_round, results, [])
        current = parameters_to_ndarrays(aggregated)
        rounds.append({
            "clients": [
                {"examples": examples, "tensors": [t.ravel().tolist() for t in tensors]}
                for tensors, examples in updates
            ]
        })
        expected.append([tensor.ravel().tolist() for tensor in current])
    return {"strategy": name, "settings": settings, "initial": initial, "rounds": rounds, "expected": expected}


rng = np.random.default_rng(20261128)
print("[")
print(",\n".join(json.dumps(case(*each, rng)) for each in CASES))
print("]")

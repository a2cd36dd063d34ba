"""The models of engine/bench in SimPy, in processor time per operation.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python bench.py

Written as SimPy's documentation does it: a process for every customer and every
station, a Resource for the server, a Store for the slots between stations.
"""

import math
import random
import time

import simpy


def hold(pending, events):
    """Whoever's turn it is comes again after an exponential time of mean 1 s."""
    env = simpy.Environment()
    handled = 0

    def again():
        nonlocal handled
        while True:
            yield env.timeout(random.expovariate(1))
            handled += 1

    for _ in range(pending):
        env.process(again())
    env.run(until=1e-9)  # start every process
    began = time.process_time()
    env.run(until=events / pending)
    took = time.process_time() - began
    check("events a second and process", handled / events, 1, 5 / math.sqrt(events))
    return took / handled


def mm1(customers):
    """Customers come at rate 0.9 and are served at rate 1."""
    env = simpy.Environment()
    server = simpy.Resource(env)
    waits = []

    def customer():
        came = env.now
        with server.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(random.expovariate(1))

    def arrivals():
        for _ in range(customers):
            yield env.timeout(random.expovariate(0.9))
            env.process(customer())

    env.process(arrivals())
    began = time.process_time()
    env.run()
    took = time.process_time() - began
    # Variance of the mean wait of n customers: 35,901/n (Daley 1968).
    check("mean wait", sum(waits) / customers, 9, 4 * math.sqrt(35901 / customers) + 3000 / customers)
    return took / customers / 2  # two events a customer, as the others count


def line(stations, slots, parts):
    """Work of mean 1 s, failures after 100 s of work, repairs of 10 s, blocking after service."""
    env = simpy.Environment()
    stores = [simpy.Store(env, capacity=slots) for _ in range(stations - 1)]

    def station(i):
        left = random.expovariate(0.01)
        for n in range(parts):
            if i > 0:
                yield stores[i - 1].get()
            work = random.expovariate(1)
            while left < work:
                yield env.timeout(left)
                work -= left
                yield env.timeout(random.expovariate(0.1))
                left = random.expovariate(0.01)
            yield env.timeout(work)
            left -= work
            if i < stations - 1:
                yield stores[i].put(n)

    last = [env.process(station(i)) for i in range(stations)][-1]
    began = time.process_time()
    env.run(until=last)
    took = time.process_time() - began
    check("throughput", parts / env.now, 0.511, 0.002 + 4 * 0.9 / math.sqrt(env.now) + 40 / env.now)
    return took / parts / stations


def check(what, got, want, tolerance):
    if not abs(got - want) <= tolerance:
        raise SystemExit(f"{what} {got:.4f}, want {want} ± {tolerance:.4f}")


def least(what, run, rounds=3):
    print(f"{what}: {min(run() for _ in range(rounds)) * 1e9:.0f} ns", flush=True)


if __name__ == "__main__":
    random.seed(1)
    print(f"SimPy {simpy.__version__}")
    least("hold, 100 pending", lambda: hold(100, 300_000))
    least("hold, 10000 pending", lambda: hold(10_000, 300_000))
    least("hold, 1000000 pending", lambda: hold(1_000_000, 1_000_000))
    least("M/M/1, an event", lambda: mm1(200_000))
    least("line of 20, a part-operation", lambda: line(20, 5, 15_000))

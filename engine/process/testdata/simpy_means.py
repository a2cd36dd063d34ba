"""The models of the examples once more, with SimPy, to compare means.

    python3 -m pip install --target DIR simpy==4.1.2
    PYTHONPATH=DIR python3 simpy_means.py

It prints a figure a line: its mean over the replications and the half width of its
99 % interval. compare_test.go has the numbers of one run.
"""
import math
import random
import statistics

import simpy


def exp(mean):
    return random.expovariate(1 / mean)


def bank():
    env = simpy.Environment()
    counter = simpy.Resource(env)
    left = 0

    def customer():
        nonlocal left
        with counter.request() as turn:
            got = yield turn | env.timeout(random.uniform(1, 3))
            if turn in got:
                yield env.timeout(exp(12))
            else:
                left += 1

    def door():
        for _ in range(5):
            env.process(customer())
            yield env.timeout(exp(10))

    env.process(door())
    env.run()
    return {"bank: customers who leave": left}


def carwash():
    env = simpy.Environment()
    machines = simpy.Resource(env, 2)
    waits = []

    def car():
        came = env.now
        with machines.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(5)

    def street():
        while True:
            yield env.timeout(random.randint(5, 9))
            env.process(car())

    for _ in range(4):
        env.process(car())
    env.process(street())
    env.run(until=60)
    return {"carwash: mean wait [min]": statistics.fmean(waits)}


def shop():
    env = simpy.Environment()
    repairer = simpy.PreemptiveResource(env)
    made = [0] * 10

    class Machine:
        def __init__(self, k):
            self.k, self.broken = k, False
            self.process = env.process(self.work())
            env.process(self.fail())

        def work(self):
            while True:
                left = -1
                while left <= 0:
                    left = random.gauss(10, 2)
                while left:
                    began = env.now
                    try:
                        yield env.timeout(left)
                        left = 0
                    except simpy.Interrupt:
                        self.broken = True
                        left -= env.now - began
                        with repairer.request(priority=1) as turn:
                            yield turn
                            yield env.timeout(30)
                        self.broken = False
                made[self.k] += 1

        def fail(self):
            while True:
                yield env.timeout(exp(300))
                if not self.broken:
                    self.process.interrupt()

    def other():
        while True:
            left = 30
            while left:
                with repairer.request(priority=2) as turn:
                    yield turn
                    began = env.now
                    try:
                        yield env.timeout(left)
                        left = 0
                    except simpy.Interrupt:
                        left -= env.now - began

    for k in range(10):
        Machine(k)
    env.process(other())
    env.run(until=4 * 7 * 24 * 60)
    return {"shop: parts a machine in four weeks": statistics.fmean(made)}


def cinema():
    env = simpy.Environment()
    counter = simpy.Resource(env)
    tickets, left = [50] * 3, [0] * 3
    sold_out = [env.event() for _ in range(3)]
    when = [None] * 3

    def goer(film, n):
        with counter.request() as turn:
            got = yield turn | sold_out[film]
            if turn not in got:
                left[film] += 1
                return
            if tickets[film] < n:
                yield env.timeout(0.5)
                return
            tickets[film] -= n
            if tickets[film] < 2:
                when[film] = env.now
                tickets[film] = 0
                sold_out[film].succeed()
            yield env.timeout(1)

    def street():
        while True:
            yield env.timeout(exp(0.5))
            film, n = random.randint(0, 2), random.randint(1, 6)
            if tickets[film]:
                env.process(goer(film, n))

    env.process(street())
    env.run(until=120)
    return {
        "cinema: films sold out": sum(w is not None for w in when),
        "cinema: first film sold out [min]": min(w for w in when if w is not None),
        "cinema: people who leave": sum(left),
    }


def gas():
    env = simpy.Environment()
    pumps = simpy.Resource(env, 2)
    tank = simpy.Container(env, 200, init=200)
    times = []

    def car():
        came = env.now
        need = 50 - random.randint(5, 25)
        with pumps.request() as turn:
            yield turn
            yield tank.get(need)
            yield env.timeout(need / 2)
        times.append(env.now - came)

    def truck():
        yield env.timeout(300)
        room = tank.capacity - tank.level
        if room > 0:
            yield tank.put(room)

    def keeper():
        while True:
            if tank.level < 50:
                yield env.process(truck())
            yield env.timeout(10)

    def road():
        while True:
            yield env.timeout(random.randint(30, 300))
            env.process(car())

    env.process(keeper())
    env.process(road())
    env.run(until=36000)
    return {"gas station: mean time of a car [s]": statistics.fmean(times)}


def broadcast():
    env = simpy.Environment()
    boxes = [simpy.Store(env), simpy.Store(env)]
    late = total = 0

    def receiver(box):
        nonlocal late, total
        while True:
            sent = yield box.get()
            total += 1
            late += sent < env.now
            yield env.timeout(random.randint(4, 8))

    def sender():
        while True:
            yield env.timeout(random.randint(6, 10))
            for box in boxes:
                yield box.put(env.now)

    env.process(sender())
    for box in boxes:
        env.process(receiver(box))
    env.run(until=1000)
    return {"broadcast: share read late": late / total}


for model, n in (bank, 4000), (carwash, 2000), (shop, 60), (cinema, 2000), (gas, 200), (broadcast, 500):
    random.seed(1)
    found = {}
    for _ in range(n):
        for name, x in model().items():
            found.setdefault(name, []).append(x)
    for name, xs in found.items():
        half = 2.6 * statistics.stdev(xs) / math.sqrt(n)
        print(f"{name:40s} {statistics.fmean(xs):10.4f} ± {half:.4f}")

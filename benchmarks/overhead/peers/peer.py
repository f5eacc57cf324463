"""The peer that is OpenVINO's own package for Python.

    python peer.py                     reads commands from stdin, see serve.mjs
    python peer.py cold-start MODEL    loads, infers once and ends
"""

import json
import resource
import sys
import time

import numpy as np
import openvino as ov

SHARED = {"share_inputs": True, "share_outputs": True}


class Bench:
    def __init__(self, command):
        self.compiled = ov.Core().compile_model(command["model"], "CPU", {"PERFORMANCE_HINT": command["hint"]})
        self.requests = command["requests"] or self.compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self.shape = list(self.compiled.input(0).shape)
        self.tensors = [self.tensor(), self.tensor()]
        self.request = self.compiled.create_infer_request()
        self.request.set_input_tensor(0, self.tensors[0])
        self.sum = 0.0

    def tensor(self):
        return ov.Tensor(np.full(self.shape, 0.5, np.float32), shared_memory=True)


def sync_infer(bench, _):
    infer = bench.request.infer
    output = bench.request.output_tensors[0].data.reshape(-1)

    def run(iterations):
        total = 0.0
        for _ in range(iterations):
            infer(**SHARED)
            total += output[0]
        bench.sum += total

    return run


def sync_set(bench, command):
    infer = bench.request.infer
    key = "x" if command.get("way") == "object" else 0
    inputs = [{key: tensor} for tensor in bench.tensors]
    output = bench.request.output_tensors[0].data.reshape(-1)

    def run(iterations):
        total = 0.0
        for i in range(iterations):
            infer(inputs[i & 1], **SHARED)
            total += output[0]
        bench.sum += total

    return run


def in_flight(bench, _):
    queue = ov.AsyncInferQueue(bench.compiled, bench.requests)
    inputs = {0: bench.tensors[0]}

    def done(request, _):
        bench.sum += request.get_output_tensor(0).data.flat[0]

    queue.set_callback(done)

    def run(iterations):
        for _ in range(iterations):
            queue.start_async(inputs, share_inputs=True)
        queue.wait_all()

    return run


def wrap(bench, _):
    array = np.full(bench.shape, 0.5, np.float32)

    def run(iterations):
        for _ in range(iterations):
            ov.Tensor(array, shared_memory=True)

    return run


def read(bench, _):
    tensor = bench.tensors[0]

    def run(iterations):
        for _ in range(iterations):
            tensor.data

    return run


def memory(bench, _):
    def run(iterations):
        for _ in range(iterations):
            bench.sum += bench.request.infer({0: bench.tensors[0]}, share_inputs=True)[0].flat[0]

    return run


def memory_tensors(bench, _):
    def run(iterations):
        for i in range(iterations):
            tensor = ov.Tensor(np.zeros(bench.shape, np.float32), shared_memory=True)
            if i % 2 == 0:
                bench.sum += bench.request.infer({0: tensor}, share_inputs=True)[0].flat[0]

    return run


TASKS = {
    "sync-infer": sync_infer,
    "sync-set": sync_set,
    "async": in_flight,
    "wrap": wrap,
    "read": read,
    "memory": memory,
    "memory-tensors": memory_tensors,
}


def peak_bytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def answer(reply):
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()


def serve():
    run = None
    for line in sys.stdin:
        command = json.loads(line)
        if command["do"] == "prepare":
            bench = Bench(command)
            run = TASKS[command["task"]](bench, command)
            answer({"requests": bench.requests})
            continue
        started = time.perf_counter_ns()
        run(command["iterations"])
        taken = time.perf_counter_ns() - started
        answer({"iterations": command["iterations"], "nanoseconds": taken, "peakBytes": peak_bytes()})


def cold_start(model):
    compiled = ov.Core().compile_model(model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()
    shape = list(compiled.input(0).shape)
    request.infer({0: ov.Tensor(np.full(shape, 0.5, np.float32), shared_memory=True)}, **SHARED)
    assert not np.isnan(request.output_tensors[0].data.flat[0])


if __name__ == "__main__":
    if sys.argv[1:2] == ["cold-start"]:
        cold_start(sys.argv[2])
    else:
        serve()

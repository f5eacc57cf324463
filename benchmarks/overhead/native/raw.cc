// The peer that all are compared with: OpenVINO's C API, used as a plain C program uses it.
//
//   raw LIBRARY PRELOAD                       reads commands from stdin, see serve.mjs
//   raw LIBRARY PRELOAD cold-start MODEL      loads, infers once and ends
//   raw LIBRARY PRELOAD steady MODEL MILLISECONDS INPUT
//                                             loads, infers for so long and says how often; writes its input to a file

#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>

#include "command.h"
#include "flights.h"
#include "openvino.h"

namespace overhead {

namespace {

/** Keeps what is read from being left out by the compiler. */
volatile double sink = 0;

/** What a command's task works on. */
struct Bench {
  Model model;
  std::vector<Request> requests;
  InputForm form;
  std::vector<std::vector<float>> memory;
  std::vector<ov_tensor_t*> tensors;
  std::vector<ov_tensor_t*> live;

  void AddTensor() {
    memory.emplace_back(form.bytes / sizeof(float) + 1, 0.5f);
    tensors.push_back(Wrap(form, memory.back().data()));
  }
  Request& first() { return requests.front(); }
};

using Task = std::function<void(Bench&, long long iterations)>;

void Infer(Bench& bench, long long iterations) {
  const Request request = bench.first();
  double sum = 0;
  for (long long i = 0; i < iterations; i++) {
    OVERHEAD_CALL(ov_infer_request_infer, request.handle);
    sum += request.values[0];
  }
  sink = sum;
}

void SetAndInfer(Bench& bench, long long iterations) {
  const Request request = bench.first();
  double sum = 0;
  for (long long i = 0; i < iterations; i++) {
    OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request.handle, 0, bench.tensors[i & 1]);
    OVERHEAD_CALL(ov_infer_request_infer, request.handle);
    sum += request.values[0];
  }
  sink = sum;
}

void RoundTrip(Bench& bench, long long iterations) {
  const Request request = bench.first();
  for (long long i = 0; i < iterations; i++) {
    OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request.handle, 0, bench.tensors[0]);
    OVERHEAD_CALL(ov_infer_request_start_async, request.handle);
    OVERHEAD_CALL(ov_infer_request_wait, request.handle);
  }
}

void InFlight(Bench& bench, long long iterations) { sink = RunFlights(bench.requests, iterations); }

void WrapMemory(Bench& bench, long long iterations) {
  for (long long i = 0; i < iterations; i++) api.ov_tensor_free(Wrap(bench.form, bench.memory[0].data()));
}

void ReadTensor(Bench& bench, long long iterations) {
  double sum = 0;
  for (long long i = 0; i < iterations; i++) {
    void* data = nullptr;
    OVERHEAD_CALL(ov_tensor_data, bench.tensors[0], &data);
    sum += static_cast<float*>(data)[0];
  }
  sink = sum;
}

/** Results that outlive the next inference, as those of the other peers do; the last one alone is kept. */
void OwnedResults(Bench& bench, long long iterations) {
  const Request request = bench.first();
  std::unique_ptr<char[]> last;
  for (long long i = 0; i < iterations; i++) {
    last.reset(new char[request.output_bytes]);
    std::vector<int64_t> dimensions = bench.form.dimensions;
    ov_tensor_t* result = Wrap(bench.form, last.get());
    OVERHEAD_CALL(ov_infer_request_set_output_tensor_by_index, request.handle, 0, result);
    OVERHEAD_CALL(ov_infer_request_infer, request.handle);
    sink = reinterpret_cast<float*>(last.get())[0];
    api.ov_tensor_free(result);
    // the request must not be left with an address that is freed
    OVERHEAD_CALL(ov_infer_request_set_output_tensor_by_index, request.handle, 0, request.output);
  }
}

void ManyTensors(Bench& bench, long long iterations) {
  for (long long i = 0; i < iterations; i++) {
    std::vector<float> memory(bench.form.bytes / sizeof(float));
    ov_tensor_t* tensor = Wrap(bench.form, memory.data());
    if (i % 2 == 0) {
      OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, bench.first().handle, 0, tensor);
      OVERHEAD_CALL(ov_infer_request_infer, bench.first().handle);
      OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, bench.first().handle, 0, bench.tensors[0]);
    }
    api.ov_tensor_free(tensor);
  }
}

Task TaskOf(const std::string& name) {
  if (name == "sync-infer") return Infer;
  if (name == "sync-set") return SetAndInfer;
  if (name == "async") return InFlight;
  if (name == "wrap") return WrapMemory;
  if (name == "read") return ReadTensor;
  if (name == "live-tensors") return RoundTrip;
  if (name == "memory") return OwnedResults;
  if (name == "memory-tensors") return ManyTensors;
  return nullptr;
}

/** Makes what a command's case needs; all of that is outside of the measurement. */
void Prepare(Bench& bench, const Command& command) {
  bench.model = Compile(command.Text("model"), command.Text("hint"));
  const long long asked = command.Number("requests");
  const long long count = asked > 0 ? asked : OptimalRequests(bench.model);
  for (long long i = 0; i < count; i++) bench.requests.push_back(MakeRequest(bench.model));
  bench.form = FormOfInput(bench.first());
  // moving a vector of them would leave the tensors' addresses as they are, but let nobody depend on it
  bench.memory.reserve(2);
  for (int i = 0; i < 2; i++) bench.AddTensor();
  for (Request& request : bench.requests) {
    OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request.handle, 0, bench.tensors[0]);
  }
  for (long long i = 0; i < command.Number("live"); i++) {
    void* memory = std::calloc(1, bench.form.bytes);
    bench.live.push_back(Wrap(bench.form, memory));
    OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, bench.first().handle, 0, bench.live.back());
    OVERHEAD_CALL(ov_infer_request_infer, bench.first().handle);
  }
}

long long PeakBytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return usage.ru_maxrss;
#else
  return usage.ru_maxrss * 1024LL;
#endif
}

void Serve() {
  Bench bench;
  Task task;
  for (std::string line; std::getline(std::cin, line);) {
    const Command command(line);
    if (command.Text("do") == "prepare") {
      task = TaskOf(command.Text("task"));
      if (!task) Fail("there is no task " + command.Text("task"));
      Prepare(bench, command);
      std::cout << "{\"requests\":" << bench.requests.size() << "}" << std::endl;
      continue;
    }
    const long long iterations = command.Number("iterations");
    const auto started = std::chrono::steady_clock::now();
    task(bench, iterations);
    const std::chrono::nanoseconds taken = std::chrono::steady_clock::now() - started;
    std::cout << "{\"iterations\":" << iterations << ",\"nanoseconds\":" << taken.count()
              << ",\"peakBytes\":" << PeakBytes() << "}" << std::endl;
  }
}

void ColdStart(const char* path) {
  Model model = Compile(path, "LATENCY");
  Request request = MakeRequest(model);
  const InputForm form = FormOfInput(request);
  std::vector<float> memory(form.bytes / sizeof(float), 0.5f);
  ov_tensor_t* tensor = Wrap(form, memory.data());
  OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request.handle, 0, tensor);
  OVERHEAD_CALL(ov_infer_request_infer, request.handle);
  sink = request.values[0];
  Free(request);
  api.ov_tensor_free(tensor);
  Free(model);
}

/** As `ov-bench run --api sync` does it: ten inferences to warm up after the first one, then one after the other. */
void Steady(const char* path, long long milliseconds, const char* input) {
  using Clock = std::chrono::steady_clock;
  Model model = Compile(path, "LATENCY");
  Request request = MakeRequest(model);
  const InputForm form = FormOfInput(request);
  std::vector<float> memory(form.bytes / sizeof(float), 0.5f);
  std::ofstream(input, std::ios::binary).write(reinterpret_cast<const char*>(memory.data()), form.bytes);
  ov_tensor_t* tensor = Wrap(form, memory.data());
  OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request.handle, 0, tensor);
  for (int i = 0; i < 11; i++) OVERHEAD_CALL(ov_infer_request_infer, request.handle);
  long long iterations = 0;
  double sum = 0;
  const Clock::time_point started = Clock::now();
  const Clock::time_point end = started + std::chrono::milliseconds(milliseconds);
  Clock::time_point now = started;
  for (; now < end; now = Clock::now(), iterations++) {
    OVERHEAD_CALL(ov_infer_request_infer, request.handle);
    sum += request.values[0];
  }
  sink = sum;
  const std::chrono::nanoseconds taken = now - started;
  std::cout << "{\"iterations\":" << iterations << ",\"nanoseconds\":" << taken.count() << "}" << std::endl;
  Free(request);
  api.ov_tensor_free(tensor);
  Free(model);
}

}  // namespace

}  // namespace overhead

int main(int count, char** arguments) {
  if (count < 3) overhead::Fail("usage: raw LIBRARY PRELOAD [cold-start MODEL | steady MODEL MILLISECONDS INPUT]");
  overhead::OpenRuntime(arguments[1], arguments[2]);
  if (count == 5) {
    overhead::ColdStart(arguments[4]);
  } else if (count == 7) {
    overhead::Steady(arguments[4], std::atoll(arguments[5]), arguments[6]);
  } else {
    overhead::Serve();
  }
  return 0;
}

// Infer requests: running them.
#include "exports.h"
#include "handles.h"

using namespace openvino_mock;

ov_status_e ov_infer_request_infer(ov_infer_request_t* infer_request) {
  return Guarded([&] {
    RequireAll(infer_request);
    World::Guard guard = infer_request->world->Lock();
    infer_request->request->Infer(guard);
  });
}

ov_status_e ov_infer_request_start_async(ov_infer_request_t* infer_request) {
  return Guarded([&] {
    RequireAll(infer_request);
    const World::Guard guard = infer_request->world->Lock();
    infer_request->request->Start();
  });
}

ov_status_e ov_infer_request_wait(ov_infer_request_t* infer_request) {
  return Guarded([&] {
    RequireAll(infer_request);
    World::Guard guard = infer_request->world->Lock();
    infer_request->request->Wait(guard);
  });
}

ov_status_e ov_infer_request_wait_for(ov_infer_request_t* infer_request, const int64_t timeout) {
  bool has_ended = true;
  const ov_status_e status = Guarded([&] {
    RequireAll(infer_request);
    if (timeout < 0) throw Failure("Timeout can't be less than 0 for InferRequest::wait().");
    World::Guard guard = infer_request->world->Lock();
    const Nanoseconds longest = timeout > kNever / 1'000'000 ? kNever : timeout * 1'000'000;
    has_ended = infer_request->request->WaitFor(guard, longest);
  });
  return has_ended ? status : RESULT_NOT_READY;
}

ov_status_e ov_infer_request_cancel(ov_infer_request_t* infer_request) {
  return Guarded([&] {
    RequireAll(infer_request);
    const World::Guard guard = infer_request->world->Lock();
    infer_request->request->Cancel();
  });
}

ov_status_e ov_infer_request_set_callback(ov_infer_request_t* infer_request, const ov_callback_t* callback) {
  return Guarded([&] {
    RequireAll(infer_request, callback);
    const World::Guard guard = infer_request->world->Lock();
    infer_request->request->SetCallback(callback);
  });
}

ov_status_e ov_infer_request_get_profiling_info(const ov_infer_request_t* infer_request,
                                                ov_profiling_info_list_t* profiling_infos) {
  return Guarded([&] {
    RequireAll(infer_request, profiling_infos);
    const World::Guard guard = infer_request->world->Lock();
    const std::vector<NodeTime> times = infer_request->request->Profile();
    profiling_infos->size = times.size();
    profiling_infos->profiling_infos = new ov_profiling_info_t[times.size()];
    for (size_t i = 0; i < times.size(); i++) {
      const NodeTime& time = times[i];
      // 0 is not run, 2 executed
      profiling_infos->profiling_infos[i] = {time.was_executed ? 2u : 0u,
                                             time.time_us,
                                             time.time_us,
                                             CopyText(time.operation.name),
                                             CopyText(time.exec_type),
                                             CopyText(time.operation.type)};
    }
  });
}

void ov_profiling_info_list_free(ov_profiling_info_list_t* profiling_infos) {
  if (profiling_infos == nullptr) return;
  for (size_t i = 0; i < profiling_infos->size; i++) {
    ov_free(profiling_infos->profiling_infos[i].node_name);
    ov_free(profiling_infos->profiling_infos[i].exec_type);
    ov_free(profiling_infos->profiling_infos[i].node_type);
  }
  delete[] profiling_infos->profiling_infos;
  *profiling_infos = {nullptr, 0};
}

void ov_infer_request_free(ov_infer_request_t* infer_request) {
  if (infer_request == nullptr) return;
  const std::shared_ptr<World> world = infer_request->world;
  World::Guard guard = world->Lock();
  infer_request->request->Close(guard);
  delete infer_request;
}

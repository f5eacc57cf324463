#include "busy.h"

#include "contract.h"

namespace contract {

Busy::Busy(size_t count) {
  for (size_t i = 0; i < count; i++) requests_.push_back(NewRequest(SharedHeavy()));
  for (const Request& request : requests_) Must(api.ov_infer_request_start_async(request.get()), "start_async");
}

Busy::~Busy() {
  for (const Request& request : requests_) api.ov_infer_request_wait(request.get());
}

ov_status_e StartAndCancel(ov_infer_request_t* request, int* starts) {
  ov_status_e status = OK;
  for (int tries = 0; tries < 5 && status == OK; tries++) {
    Must(api.ov_infer_request_start_async(request), "start_async");
    Must(api.ov_infer_request_cancel(request), "cancel");
    status = api.ov_infer_request_wait(request);
    (*starts)++;
  }
  return status;
}

Counter::Counter() { callback_ = {&Counter::Count, this}; }

void Counter::Count(void* self) {
  auto* counter = static_cast<Counter*>(self);
  counter->thread_ = std::this_thread::get_id();
  counter->count_++;
}

}  // namespace contract

#include "relay.h"

#include <algorithm>

#include "convert.h"
#include "request_state.h"

namespace openvino_node {

bool Relay::Enter(RequestState* request) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (running_ < limit_) {
    running_++;
    return true;
  }
  line_.push_back(request);
  return false;
}

void Relay::PassOn() {
  // no lock is held across a start: one that ends at once comes back here
  while (RequestState* next = Next()) {
    const bool runs = next->StartInTurn();
    {
      std::lock_guard<std::mutex> lock(mutex_);
      starting_--;
    }
    started_.notify_all();
    if (runs) return;
  }
}

RequestState* Relay::Next() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (line_.empty()) {
    running_--;
    return nullptr;
  }
  RequestState* next = line_.front();
  line_.pop_front();
  starting_++;
  return next;
}

bool Relay::Leave(RequestState* request) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = std::find(line_.begin(), line_.end(), request);
  if (found == line_.end()) return false;
  line_.erase(found);
  return true;
}

void Relay::AwaitStarts() {
  std::unique_lock<std::mutex> lock(mutex_);
  started_.wait(lock, [this] { return starting_ == 0; });
}

Napi::Function RelayObject::Define(Napi::Env env) { return DefineClass(env, "Relay", {}); }

// new Relay(limit: number)
RelayObject::RelayObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<RelayObject>(info) {
  const size_t limit = ToIndex(info[0], "limit");
  if (limit == 0) ThrowInvalid(info.Env(), "limit", "a whole number from 1");
  relay_ = std::make_shared<Relay>(limit);
  const napi_type_tag tag = TypeTag<RelayObject>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

}  // namespace openvino_node

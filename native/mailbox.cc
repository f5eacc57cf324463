#include "mailbox.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "request_state.h"

namespace openvino_node {

Mailbox::Mailbox(napi_env env, Receiver receiver) : env_(env), receiver_(std::move(receiver)) {
  const Napi::String name = Napi::String::New(env, "openvino-node");
  napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, Wake, &wake_);
  napi_unref_threadsafe_function(env, wake_);
}

void Mailbox::Complete(RequestState* request, Pace* pace, std::chrono::steady_clock::time_point ended) {
  std::lock_guard<std::mutex> lock(mutex_);
  // asked under the lock: of several at once the last one in knows that none comes after it
  const bool may_wait = pace != nullptr && pace->Ended(ended);
  if (closed_) return;
  completed_.push_back(request);
  if (may_wait && completed_.size() <= kMostHeldBack) return;
  Signal();
}

void Mailbox::Post(Task task) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  tasks_.push_back(std::move(task));
  Signal();
}

void Mailbox::Signal() {
  if (signalled_) return;
  signalled_ = true;
  napi_call_threadsafe_function(wake_, nullptr, napi_tsfn_nonblocking);
}

void Mailbox::Hold() {
  if (holders_++ == 0) napi_ref_threadsafe_function(env_, wake_);
}

void Mailbox::Release() {
  if (--holders_ == 0) napi_unref_threadsafe_function(env_, wake_);
}

void Mailbox::Expect(RequestState* request) {
  request->set_position(expected_.size());
  expected_.push_back(request);
  Hold();
}

void Mailbox::Received(RequestState* request) {
  RequestState* last = expected_.back();
  expected_[request->position()] = last;
  last->set_position(request->position());
  expected_.pop_back();
  Release();
}

void Mailbox::Abandon(RequestState* request) {
  Received(request);
  std::lock_guard<std::mutex> lock(mutex_);
  completed_.erase(std::remove(completed_.begin(), completed_.end(), request), completed_.end());
}

void Mailbox::Close() {
  // freed without the lock, which OpenVINO's threads wait for: a task may hold the last of a compiled model
  std::vector<Task> dropped;
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  completed_.clear();
  dropped.swap(tasks_);
}

void Mailbox::Wake(napi_env env, napi_value, void* context, void*) {
  if (env == nullptr) return;
  try {
    static_cast<Mailbox*>(context)->Drain(Napi::Env(env));
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();
  }
}

void Mailbox::Drain(Napi::Env env) {
  std::vector<Task> tasks;
  // the two vectors take turns, so that neither is allocated anew
  drained_.clear();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    signalled_ = false;
    drained_.swap(completed_);
    tasks.swap(tasks_);
  }
  size_t begun = 0;
  try {
    if (!drained_.empty()) receiver_.completed(env, drained_);
    for (Task& task : tasks) {
      Napi::HandleScope scope(env);
      begun++;
      task(env);
    }
  } catch (const Napi::Error&) {
    // what one throws must not lose the others: each holds the event loop, and a promise
    tasks.erase(tasks.begin(), tasks.begin() + static_cast<std::ptrdiff_t>(begun));
    Return(std::move(tasks));
    throw;
  }
}

void Mailbox::Return(std::vector<Task> tasks) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_ || tasks.empty()) return;
  tasks_.insert(tasks_.begin(), std::make_move_iterator(tasks.begin()), std::make_move_iterator(tasks.end()));
  Signal();
}

}  // namespace openvino_node

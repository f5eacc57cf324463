#include "environment.h"

#include <utility>

#include "log.h"
#include "request_state.h"

namespace openvino_node {

Environment* Environment::Create(Napi::Env env) {
  auto* environment = new Environment(env);
  env.SetInstanceData<Environment>(environment);
  return environment;
}

Environment::Environment(Napi::Env env) : workers_(new WorkerPool), env_(env) {
  mailbox_ = std::make_shared<Mailbox>(
      env, Mailbox::Receiver{[this](Napi::Env inner, const std::vector<RequestState*>& completed) {
        SettleRequests(inner, *this, completed);
      }});
  // hooks run last in, first out: this one must run before the mailbox's ThreadSafeFunction is torn down
  napi_add_env_cleanup_hook(env, CleanUp, this);
}

Environment::~Environment() = default;

void Environment::CleanUp(void* data) { static_cast<Environment*>(data)->Stop(); }

void Environment::Stop() {
  RemoveLogSink(std::exchange(log_sink, nullptr));
  mailbox_->Close();
  // a compilation that is freed under its thread, or an inference under its buffers, crashes the process: wait for both
  const std::vector<RequestState*> in_flight = mailbox_->TakeExpected();
  for (RequestState* request : in_flight) request->Stop();
  for (RequestState* request : in_flight) request->Finish(RequestState::Clock::now());
  workers_->Stop();
}

void Environment::RunJob(std::function<void()> job, Mailbox::Task settle) {
  std::shared_ptr<Mailbox> mailbox = mailbox_;
  mailbox->Hold();
  workers_->Run([mailbox, job = std::move(job), settle = std::move(settle)]() mutable {
    job();
    mailbox->Post([mailbox, settle = std::move(settle)](Napi::Env env) {
      mailbox->Release();
      settle(env);
    });
  });
}

}  // namespace openvino_node

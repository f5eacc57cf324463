// Times of a model's operations.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string Profile(ov_infer_request_t* request) {
  ov_profiling_info_list_t list = {nullptr, 0};
  const ov_status_e status = api.ov_infer_request_get_profiling_info(request, &list);
  if (status != OK) return Said(status);
  const std::string size = list.size == 0 ? "nothing" : "something";
  api.ov_profiling_info_list_free(&list);
  return size;
}

}  // namespace

CASE("profiling: asked for") {
  const Request request = RequestFor("weights", {{"PERF_COUNT", "YES"}});
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe(Profile(request.get()));
}

CASE("profiling: not asked for") {
  const Request request = RequestFor("weights", {{"PERF_COUNT", "NO"}});
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe(Profile(request.get()));
}

CASE("profiling: before an inference") {
  Observe("asked for", Profile(RequestFor("weights", {{"PERF_COUNT", "YES"}}).get()));
  Observe("not asked for", Profile(RequestFor("weights").get()));
}

CASE("profiling: what an entry says") {
  const Request request = RequestFor("weights", {{"PERF_COUNT", "YES"}});
  Must(api.ov_infer_request_infer(request.get()), "infer");
  ov_profiling_info_list_t list = {nullptr, 0};
  Must(api.ov_infer_request_get_profiling_info(request.get(), &list), "ov_infer_request_get_profiling_info");
  bool named = true;
  bool typed = true;
  bool known = true;
  bool timed = true;
  for (size_t i = 0; i < list.size; i++) {
    const ov_profiling_info_t& info = list.profiling_infos[i];
    named = named && info.node_name != nullptr && *info.node_name != '\0';
    typed = typed && info.node_type != nullptr && *info.node_type != '\0' && info.exec_type != nullptr;
    known = known && info.status <= 2;
    timed = timed && info.real_time >= 0 && info.cpu_time >= 0;
  }
  Observe("names", named);
  Observe("types", typed);
  Observe("known states", known);
  Observe("times", timed);
  api.ov_profiling_info_list_free(&list);
  Observe("list after free", list.profiling_infos == nullptr ? "NULL" : "left");
}

CASE("profiling: NULL") {
  const Request request = RequestFor("weights", {{"PERF_COUNT", "YES"}});
  ov_profiling_info_list_t list = {nullptr, 0};
  Observe("request", Said(api.ov_infer_request_get_profiling_info(nullptr, &list)));
  Observe("list", Said(api.ov_infer_request_get_profiling_info(request.get(), nullptr)));
}

CASE("profiling: of virtual devices") {
  for (const char* device : {"AUTO:CPU", "MULTI:CPU", "HETERO:CPU"}) {
    const Request request = NewRequest(Compile("weights", device, {{"PERF_COUNT", "YES"}}).get());
    Must(api.ov_infer_request_infer(request.get()), "infer");
    Observe(device, Profile(request.get()));
  }
}

}  // namespace contract

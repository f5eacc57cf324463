#include "layout.h"

#include "convert.h"
#include "error.h"
#include "runtime_object.h"

namespace openvino_node {

LayoutHandle MakeLayout(const Napi::Value& text, const std::shared_ptr<Runtime>& runtime) {
  const std::string description = ToString(text, "layout");
  ov_layout_t* layout = nullptr;
  OV_CHECK(text.Env(), runtime, ov_layout_create, description.c_str(), &layout);
  return {runtime, layout};
}

// ov_layout_create(layout_desc, layout), ov_layout_to_string(layout)
Napi::Value LayoutText(const Napi::CallbackInfo& info) {
  const std::shared_ptr<Runtime>& runtime = NativeOf<RuntimeObject>(info[0], "runtime").runtime();
  const LayoutHandle layout = MakeLayout(info[1], runtime);
  return Napi::String::New(info.Env(), TakeString(runtime->api(), runtime->api().ov_layout_to_string(layout.get())));
}

}  // namespace openvino_node

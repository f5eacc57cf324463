// What the objects of one PrePostProcessor share.
#pragma once

#include <napi.h>

#include <memory>

#include "error.h"
#include "model.h"

namespace openvino_node {

/**
 * A processor and its model. The library's infos and steps are pointers into the processor: each of the addon's objects that
 * holds one keeps this state, for to use them once the processor is freed crashes (measured).
 */
struct PreprocessState {
  // freed after the processor, whose model reads its weights
  std::shared_ptr<ModelState> model;
  PrePostProcessorHandle handle;
  /** The model's `builds` when the processor was made. */
  int made_at = 0;
  /** Whether this processor has built. */
  bool is_built = false;

  const std::shared_ptr<Runtime>& runtime() const { return handle.runtime(); }

  /**
   * Throws CLOSED once the model was built, by whichever processor: this one knows inputs that are no more, and to look for
   * one by name then reads beyond the library's list of them.
   */
  void CheckUsable(Napi::Env env) const;
};

/** Of an `ov_…` function that gives a part of a processor; throws where it fails. */
template <typename Owner, typename Part, typename Get>
Owner TakePart(Napi::Env env, const PreprocessState& state, const char* function, Get&& get) {
  Part* part = nullptr;
  Check(env, function, state.runtime()->Call([&] { return get(&part); }));
  return Owner(state.runtime(), part);
}

}  // namespace openvino_node

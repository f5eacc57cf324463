// Messages of the library, for programs that listen to them: without a listener it says nothing at all.
#pragma once

#include <string>

#include "../api_types.h"

namespace openvino_mock {

/** Null for none. */
void SetLogCallback(ov_util_log_callback_func callback);

/** Whether LOG_LEVEL of that value lets messages of the level INFO pass. */
bool LogsInfo(const std::string& log_level);

void Log(const std::string& message);

}  // namespace openvino_mock

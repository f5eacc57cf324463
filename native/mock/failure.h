// How the mock fails: an exception with the status that the C function returns and the text that becomes the last error.
#pragma once

#include <stdexcept>
#include <string>

#include "../api_types.h"

namespace openvino_mock {

class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& message, ov_status_e status = GENERAL_ERROR)
      : std::runtime_error(message), status_(status) {}
  ov_status_e status() const { return status_; }

 private:
  ov_status_e status_;
};

}  // namespace openvino_mock

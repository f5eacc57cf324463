// A registry of cases. A case says what it saw, and nothing about what it should have seen: the same program runs on the real
// library and on the mocked one, and the test compares what both printed.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace contract {

struct Case {
  std::string name;
  void (*run)();
};

/** Every case of the program, in no order. */
std::vector<Case>& Cases();

struct Registration {
  Registration(const char* name, void (*run)()) { Cases().push_back({name, run}); }
};

/** Notes something that the running case saw. No addresses, times or facts of the machine's hardware. */
void Observe(const std::string& text);
void Observe(const std::string& what, const std::string& value);
void Observe(const std::string& what, const char* value);
void Observe(const std::string& what, bool value);
void Observe(const std::string& what, long long value);
inline void Observe(const std::string& what, int value) { Observe(what, static_cast<long long>(value)); }
inline void Observe(const std::string& what, unsigned long value) { Observe(what, static_cast<long long>(value)); }
inline void Observe(const std::string& what, long value) { Observe(what, static_cast<long long>(value)); }

/** What a case needs and could not get; its observation says so. */
class CannotRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace contract

#define CONTRACT_CASE_AT(name, line)                                            \
  static void Case##line();                                                     \
  static const ::contract::Registration kRegistration##line(name, &Case##line); \
  static void Case##line()
#define CONTRACT_CASE_ON(name, line) CONTRACT_CASE_AT(name, line)
/** CASE("group: what") { … Observe("text"); } */
#define CASE(name) CONTRACT_CASE_ON(name, __LINE__)

// contract LIBRARY MODELS [FILTER]: runs every case on the library and prints a line for each: its name, a tab, what it saw.
// MODELS is a folder that test/contract/models.ts filled. With FILTER only cases whose name has it in them run.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>

#include "contract.h"
#include "fixture.h"
#include "library.h"

namespace contract {

namespace {

std::string observation;

void RunCase(const Case& one) {
  observation.clear();
  // before the case runs: where the library takes the process down, the last line tells the case
  std::printf("%s\t", one.name.c_str());
  std::fflush(stdout);
  try {
    one.run();
  } catch (const std::exception& error) {
    Observe("COULD NOT RUN: " + std::string(error.what()));
  }
  std::printf("%s\n", observation.c_str());
  std::fflush(stdout);
}

}  // namespace

std::vector<Case>& Cases() {
  static std::vector<Case> cases;
  return cases;
}

void Observe(const std::string& text) {
  if (!observation.empty()) observation += "; ";
  for (const char c : text) observation += c == '\n' || c == '\t' ? ' ' : c;
}

void Observe(const std::string& what, const std::string& value) { Observe(what + ": " + value); }
void Observe(const std::string& what, const char* value) { Observe(what, std::string(value)); }
void Observe(const std::string& what, bool value) { Observe(what, value ? "yes" : "no"); }
void Observe(const std::string& what, long long value) { Observe(what, std::to_string(value)); }

}  // namespace contract

int main(int argc, char** argv) {
  using namespace contract;
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s LIBRARY MODELS [FILTER]\n", argv[0]);
    return 2;
  }
  OpenLibrary(argv[1]);
  SetModelFolder(argv[2]);
  std::vector<Case>& cases = Cases();
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  for (const Case& one : cases) {
    if (argc < 4 || std::strstr(one.name.c_str(), argv[3]) != nullptr) RunCase(one);
  }
  FreeShared();
  return 0;
}

#pragma once
// Appends JSON to a string: escapes, commas, nothing else. What is already JSON is spliced in with
// `raw`. One thread; the buffer is the caller's and outlives the writer.

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace souk {

/// Appends `text` as a JSON string, quotes included. `text` must be UTF-8; only what RFC 8259
/// demands (and DEL) is escaped.
void append_json_string(std::string& out, std::string_view text);

/// The text of a JSON string that append_json_string wrote (quotes included).
std::string read_json_string(std::string_view json);

/// A streaming writer. Commas are placed by looking at the last byte written, so `raw` parts mix
/// in.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name) {
    comma();
    append_json_string(out_, name);
    out_ += ':';
    return *this;
  }
  JsonWriter& value(std::string_view text) {
    comma();
    append_json_string(out_, text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  template <std::integral T>
  requires(!std::same_as<T, bool>) JsonWriter& value(T number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
  }
  /// Shortest round-trip form; infinities and NaN, which JSON lacks, become null.
  JsonWriter& value(double number);
  /// Splices text that is already a JSON value.
  JsonWriter& raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
  }
  /// key + value in one call.
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }

 private:
  JsonWriter& open(char bracket) {
    comma();
    out_ += bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    return *this;
  }
  void comma() {
    if (out_.empty()) return;
    const char last = out_.back();
    if (last != '{' && last != '[' && last != ':' && last != ',' && last != '\n') out_ += ',';
  }

  std::string& out_;
};

}  // namespace souk

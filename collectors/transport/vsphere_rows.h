// From the pages of RetrievePropertiesEx to rows: what is wanted is written as it is read, the rest
// is passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collectors/transport/soap_reader.h"
#include "collectors/transport/vsphere_columns.h"

namespace fbd {

/// Bundles take that (evidence/bundle.h).
inline constexpr std::size_t most_vsphere_answer_bytes = 15U << 20;

/// JSON's way to write a text, without the quotes.
void append_json(std::string& out, std::string_view text);

class VsphereRows final : public SoapSink {
 public:
  /// The columns must outlive it. Those named in `unsupported` the server does not know: every row
  /// says so.
  explicit VsphereRows(const VsphereColumns& columns, std::vector<std::string> unsupported = {});

  bool start(const XmlElement& element) override;
  void end() override;
  void text(std::string_view bytes) override;
  const std::string& problem() const override { return problem_; }

  /// Of the page that was just read; "" after the last. Forgets it.
  std::string take_token();
  /// Some property was withheld because nobody is logged in (any more).
  bool is_logged_out() const { return is_logged_out_; }
  /// All rows by their ref, one for each object, the last one read. Forgets them.
  std::string take_rows();

 private:
  /// Where in an object's element we are.
  enum class Part { none, ref, property, missing };
  /// What is being written, from a property's value down.
  struct Open {
    enum class Kind { scalar, list, object, passage };
    Kind kind;
    const VsphereColumn* column;
    std::size_t begin;                    // in out_: where to go back to if it does not count
    std::size_t text = 0;                 // in out_: of a scalar, where its text begins
    bool counts = true;                   // as far as is known
    bool is_refused = false;              // it does not count, whatever else is in it
    const VsphereColumn* list = nullptr;  // of its columns, the list that is not closed yet
  };
  struct Place {
    std::size_t begin, size, ref_size;
  };

  void start_object(const XmlElement& element);
  void start_part(const XmlElement& element);
  void start_field(const XmlElement& element);
  void start_value(const XmlElement& element);
  void start_below(const XmlElement& element);
  void start_item(const VsphereColumn& column, const XmlElement& element, std::size_t begin);
  void add_type(const VsphereColumn& column, const XmlElement& element);
  void add_key(std::string_view name);
  void close_list(Open& open);
  void end_value();
  void end_part();
  void end_row();
  void add_missing(std::string_view name, std::string_view fault, std::string_view privilege);
  void pass_over() { passed_over_ = true; }
  const VsphereColumn* column_of(std::string_view path) const;
  std::string_view ref_of(const Place& place) const;

  const VsphereColumns& columns_;
  const std::vector<std::string> unsupported_;
  std::string out_;
  std::vector<Place> places_;
  std::string problem_;
  int depth_ = 0;
  bool passed_over_ = false;        // the element that ends next
  std::string* capture_ = nullptr;  // where text goes that is not a value's
  Part part_ = Part::none;
  std::string token_, ref_, path_, fault_, privilege_;
  std::string missing_;
  std::size_t row_begin_ = 0;
  std::vector<Open> open_;
  bool is_logged_out_ = false;
};

}  // namespace fbd

// Layouts in words, and conversions between those of a tensor and of a model.
#include "contract.h"
#include "fixture.h"
#include "preprocess_fixture.h"
#include "words.h"

namespace contract {

namespace {

void ReadEach(const std::vector<const char*>& texts) {
  for (const char* text : texts) {
    Layout layout;
    const ov_status_e status = api.ov_layout_create(text, layout.out());
    Observe(std::string("'") + text + "'", status == OK ? Take(api.ov_layout_to_string(layout.get())) : Told(status));
  }
}

/** An image in a layout, for a model in another. */
void Between(const char* tensor, const char* model) {
  Preprocess("image").TensorLayout(tensor).ModelLayout(model).Build();
}

}  // namespace

CASE("layout: letters") { ReadEach({"NHWC", "nhwc", "NHWC ", " NC", "1234", "N", "?"}); }
CASE("layout: dots") { ReadEach({"...", "NC...", "...NC", "N...C", "N?...C", "?...?", ""}); }
CASE("layout: brackets") {
  ReadEach({"[N,H,W,C]", "[ N , C ]", "[batch,channels,height,width,depth]", "[b]", "[1,2]", "[?,...]", "[_x]", "[...]",
            "[N,...,foo_bar]", "[...,a,b]"});
}
CASE("layout: a scalar") { ReadEach({"**SCALAR**", " **SCALAR** "}); }
CASE("layout: what is none") {
  ReadEach({"[]",     "NN",      "N C",           "scalar",        "....", "N...C...",  "[N",
            "N-C",    "[a-b,c]", "[N,C,foo bar]", "N.C",           "_",    "[__]",      " ",
            "[N,,C]", "[N...]",  "[N,...C]",      "[N,...,...,C]", "N..",  "[batch,b]", "[channel,C]"});
}
CASE("layout: NULL") {
  Layout layout;
  Observe(Said(api.ov_layout_create(nullptr, layout.out())) + " " + Said(api.ov_layout_create("N", nullptr)));
  Observe(Take(api.ov_layout_to_string(nullptr)));
  api.ov_layout_free(nullptr);
}

CASE("layout: of a tensor, transposed") { Between("NHWC", "NCHW"); }
CASE("layout: the same") { Between("NCHW", "nchw"); }
CASE("layout: of a tensor, with dots") { Between("N...C", "NCHW"); }
CASE("layout: of a tensor, with question marks") { Between("N??C", "NCHW"); }
CASE("layout: of a model, with dots") { Between("NHWC", "NC..."); }
CASE("layout: of a model, with question marks") { Between("NHWC", "NC??"); }
CASE("layout: without a batch") { Between("HWC", "NCHW"); }
CASE("layout: without a batch, in the model's order") { Between("CHW", "NCHW"); }
CASE("layout: of two sides") { Between("HW", "NCHW"); }
CASE("layout: of more dimensions than the model") { Between("NDHWC", "NCHW"); }
CASE("layout: of other names") { Between("NXYC", "NCHW"); }
CASE("layout: of a shorter tensor with a question mark") { Between("?WC", "NCHW"); }
CASE("layout: of a shorter tensor for a model with one") { Between("HWC", "N?HW"); }
CASE("layout: of a shorter tensor with another name") { Between("HWX", "NCHW"); }
CASE("layout: of a scalar") { Between("**SCALAR**", "NCHW"); }
CASE("layout: that says nothing") { Between("...", "NCHW"); }
CASE("layout: of another rank") { Between("CN", "NC"); }
CASE("layout: of a tensor alone") { Preprocess("image").TensorLayout("NHWC").Build(); }
CASE("layout: converted to, of a tensor alone") {
  Preprocess("image").TensorLayout("NHWC").ConvertLayout("NCHW").Build();
}
CASE("layout: converted twice") {
  Preprocess("image").TensorLayout("NHWC").ConvertLayout("NCHW").ConvertLayout("NWHC").Build();
}
CASE("layout: converted to the model's") {
  Preprocess("image").TensorLayout("NHWC").ModelLayout("NCHW").ConvertLayout("").Build();
}
CASE("layout: converted and back") { Preprocess("image").ModelLayout("NCHW").ConvertLayout("NHWC").Build(); }
CASE("layout: converted to a shorter one") { Preprocess("image").ModelLayout("NCHW").ConvertLayout("HWC").Build(); }
CASE("layout: converted without any") { Preprocess("image").ConvertLayout("NHWC").Build(); }
CASE("layout: that the file has") { Preprocess("image-with-layout").TensorLayout("NHWC").Build(); }
CASE("layout: that the file has, said otherwise") {
  Preprocess("image-with-layout").TensorLayout("NHWC").ModelLayout("NHWC").Build();
}
CASE("layout: of an earlier build") {
  const Model model = Read("image");
  Preprocess(model).ModelLayout("NCHW").Build();
  Preprocess(model).TensorLayout("NHWC").Build();
  Preprocess(model).TensorLayout("NCHW").Build();
}
CASE("layout: of an unknown shape") { Preprocess("image-dynamic").TensorLayout("NHWC").ModelLayout("NCHW").Build(); }

}  // namespace contract

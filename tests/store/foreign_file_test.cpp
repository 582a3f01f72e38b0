#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstring>
#include <functional>

#include "citerne/store/result_file.hpp"
#include "store/temporary_folder.hpp"

/// Files that others wrote or edited: read with a warning where they make sense, else refused with the
/// name of what is strange.
namespace citerne::store {
namespace {

using testing::HasSubstr;

class ForeignFile : public testing::Test {
 protected:
  ForeignFile() { make(H5F_LIBVER_EARLIEST); }
  ~ForeignFile() override { close(); }

  void make(H5F_libver_t least) {
    close();
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, least, H5F_LIBVER_LATEST);
    file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    H5Pclose(access);
    const std::vector<hsize_t> two{2};
    put(file, "place", H5T_STD_I32LE, two, [](hid_t array) { H5DSset_scale(array, "place"); });
  }

  void close() {
    if (file >= 0) H5Fclose(file);
    file = -1;
  }

  static void put(hid_t group, const char* name, hid_t type, const std::vector<hsize_t>& lengths,
                  const std::function<void(hid_t)>& then = {}) {
    const hid_t space = H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr);
    const hid_t array = H5Dcreate2(group, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (then) then(array);
    H5Dclose(array);
    H5Sclose(space);
  }

  void attach(hid_t array) const {
    const hid_t scale = H5Dopen2(file, "place", H5P_DEFAULT);
    H5DSattach_scale(array, scale, 0);
    H5Dclose(scale);
  }

  Loaded load() {
    close();
    return read(path, 1'000'000);
  }

  std::string refusal() {
    try {
      load();
    } catch (const BadResultFile& error) {
      return error.what();
    } catch (const TooLarge&) {
      return "too large";
    }
    return "";
  }

  TemporaryFolder folder;
  std::string path = (folder.path() / "other.h5").string();
  hid_t file = -1;
};

TEST_F(ForeignFile, IsReadInItsOwnKindsOfNumbers) {
  put(file, "few", H5T_STD_I16BE, {2}, [this](hid_t array) {
    const std::vector<std::int64_t> values{-1, 2};
    H5Dwrite(array, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    attach(array);
  });
  const Loaded loaded = load();
  EXPECT_THAT(loaded.warning, HasSubstr("has no digest"));
  const Variable* few = loaded.result.find("", "few");
  ASSERT_NE(few, nullptr);
  EXPECT_EQ(few->values, Values{(std::vector<std::int64_t>{-1, 2})});
  EXPECT_EQ(few->axes, std::vector<std::string>{"place"});
}

TEST_F(ForeignFile, OfTheNewestFormatIsRead) {
  make(H5F_LIBVER_LATEST);
  EXPECT_EQ(load().result.axes.at("place"), 2u);
}

TEST_F(ForeignFile, HasAttributesOfOtherKinds) {
  const char text[8] = "m3";
  H5LTset_attribute_string(file, "place", "units", text);
  const double reals[2] = {1, 2};
  H5LTset_attribute_double(file, "place", "range", reals, 2);
  const short number = 7;
  H5LTset_attribute_short(file, "place", "number", &number, 1);
  const hid_t nothing = H5Screate(H5S_NULL);
  H5Aclose(H5Acreate2(file, "nothing", H5T_STD_I32LE, nothing, H5P_DEFAULT, H5P_DEFAULT));
  H5Sclose(nothing);
  const Result result = load().result;
  const Attributes expected{{"units", std::string{"m3"}}, {"number", std::vector<std::int64_t>{7}}};
  EXPECT_EQ(result.variables.at(0).attributes, expected);
  EXPECT_TRUE(result.attributes.empty());
}

TEST_F(ForeignFile, WithoutAScaleIsRefused) {
  put(file, "stock", H5T_IEEE_F32LE, {2});
  EXPECT_THAT(refusal(), HasSubstr("other.h5: not a result of citerne: 'stock' has an axis without a scale"));
}

TEST_F(ForeignFile, LongerThanItsScaleIsRefused) {
  put(file, "stock", H5T_IEEE_F32LE, {3}, [this](hid_t array) { attach(array); });
  EXPECT_THAT(refusal(), HasSubstr("'stock' is not as long as its axis"));
}

TEST_F(ForeignFile, WithAScaleOfTwoAxesIsRefused) {
  put(file, "wide", H5T_IEEE_F32LE, {2, 2}, [](hid_t array) { H5DSset_scale(array, "wide"); });
  EXPECT_THAT(refusal(), HasSubstr("'wide' is a scale of several axes"));
}

TEST_F(ForeignFile, WithRowsOfFieldsIsRefused) {
  const hid_t row = H5Tcreate(H5T_COMPOUND, 8);
  H5Tinsert(row, "a", 0, H5T_STD_I64LE);
  put(file, "events", row, {2}, [this](hid_t array) { attach(array); });
  H5Tclose(row);
  EXPECT_THAT(refusal(), HasSubstr("'events' has values of a kind"));
}

TEST_F(ForeignFile, WithTextOfFixedLengthIsRefused) {
  const hid_t text = H5Tcopy(H5T_C_S1);
  H5Tset_size(text, 8);
  put(file, "names", text, {2}, [this](hid_t array) { attach(array); });
  H5Tclose(text);
  EXPECT_THAT(refusal(), HasSubstr("'names' has values of a kind"));
}

TEST_F(ForeignFile, NeverLeadsToAnotherFile) {
  H5Lcreate_external("/etc/passwd", "/", file, "elsewhere", H5P_DEFAULT, H5P_DEFAULT);
  EXPECT_THAT(refusal(), HasSubstr("'elsewhere' is a link to elsewhere"));
}

TEST_F(ForeignFile, NeverLeadsAnywhereFromAGroupEither) {
  const hid_t group = H5Gcreate2(file, "events", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Lcreate_soft("/place", group, "soft", H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(group);
  EXPECT_THAT(refusal(), HasSubstr("'soft' is a link to elsewhere"));
}

TEST_F(ForeignFile, WithGroupsInGroupsIsRefused) {
  const hid_t group = H5Gcreate2(file, "events", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  H5Gclose(H5Gcreate2(group, "deep", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  H5Gclose(group);
  EXPECT_THAT(refusal(), HasSubstr("'deep' is not an array"));
}

TEST_F(ForeignFile, ThatClaimsToBeHugeIsRefusedBeforeItIsRead) {
  put(file, "huge", H5T_IEEE_F32LE, {hsize_t{1} << 40}, [](hid_t array) { H5DSset_scale(array, "huge"); });
  EXPECT_EQ(refusal(), "too large");
}

TEST_F(ForeignFile, ThatClaimsMoreThanALittleIsRefusedToo) {
  put(file, "much", H5T_IEEE_F32LE, {900'000}, [](hid_t array) { H5DSset_scale(array, "much"); });
  EXPECT_EQ(refusal(), "too large");
}

}  // namespace
}  // namespace citerne::store

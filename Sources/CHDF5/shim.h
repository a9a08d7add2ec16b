#pragma once
// libhdf5 for Swift. Swift imports functions and plain constants; a macro that runs code or reads a mutable global needs
// an inline function here. Each of them may initialise the library, so Swift calls them under the library's lock.

#include <hdf5/serial/hdf5.h>

// The access flags below check that headers and library agree to the last digit and abort the process if not. The
// library's soname already promises a compatible interface, and an abort is no error that a caller could report.
#undef H5CHECK
#define H5CHECK

// The access flags call H5open() before they are a number.
static inline unsigned h5_access_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned h5_access_truncate(void) { return H5F_ACC_TRUNC; }

// Which objects to count: a cast in the macro hides its value from Swift.
static inline unsigned h5_count_objects_of_this_file(void) {
    return H5F_OBJ_DATASET | H5F_OBJ_GROUP | H5F_OBJ_DATATYPE | H5F_OBJ_ATTR | H5F_OBJ_LOCAL;
}

// Property list classes are mutable globals behind a call of H5open().
static inline hid_t h5_class_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t h5_class_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t h5_class_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t h5_class_dataset_access(void) { return H5P_DATASET_ACCESS; }

// Types, as above: mutable globals that only exist after H5open(). First as this machine holds them in memory.
static inline hid_t h5_native_int8(void) { return H5T_NATIVE_INT8; }
static inline hid_t h5_native_int16(void) { return H5T_NATIVE_INT16; }
static inline hid_t h5_native_int32(void) { return H5T_NATIVE_INT32; }
static inline hid_t h5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t h5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t h5_native_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t h5_native_uint32(void) { return H5T_NATIVE_UINT32; }
static inline hid_t h5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t h5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t h5_native_double(void) { return H5T_NATIVE_DOUBLE; }

// Then as files hold them: little endian on every machine.
static inline hid_t h5_little_int8(void) { return H5T_STD_I8LE; }
static inline hid_t h5_little_int16(void) { return H5T_STD_I16LE; }
static inline hid_t h5_little_int32(void) { return H5T_STD_I32LE; }
static inline hid_t h5_little_int64(void) { return H5T_STD_I64LE; }
static inline hid_t h5_little_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t h5_little_uint16(void) { return H5T_STD_U16LE; }
static inline hid_t h5_little_uint32(void) { return H5T_STD_U32LE; }
static inline hid_t h5_little_uint64(void) { return H5T_STD_U64LE; }
static inline hid_t h5_little_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t h5_little_double(void) { return H5T_IEEE_F64LE; }

// A string of one byte, the start of every fixed-length string type.
static inline hid_t h5_c_string(void) { return H5T_C_S1; }

// The library has no half-precision type before 1.14.4; this is IEEE 754 binary16 (sign 15, exponent 10...14, bias 15),
// the description that h5py and PyTables write. A new type that the caller closes, or a negative number.
static inline hid_t h5_make_float16(void) {
    hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    if (type < 0) return type;
    if (H5Tset_fields(type, 15, 10, 5, 0, 10) < 0 || H5Tset_size(type, 2) < 0 || H5Tset_ebias(type, 15) < 0) {
        H5Tclose(type);
        return H5I_INVALID_HID;
    }
    return type;
}

// Older and newer libraries disagree on the type of the third argument of the visitor; the macro names settle it.
static inline herr_t h5_each_link(hid_t group, H5L_iterate_t visit, void *context) {
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, visit, context);
}

// Locking can be chosen per file since 1.10.7 (in the 1.12 line: 1.12.1); before, only HDF5_USE_FILE_LOCKING decides.
static inline herr_t h5_set_file_locking(hid_t access, hbool_t use) {
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 12, 0))
    return H5Pset_file_locking(access, use, 1);
#else
    (void)access;
    (void)use;
    return 0;
#endif
}

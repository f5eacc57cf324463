/** Functions that libopenvino_c did not have in 2024.3, by the release that brought them; native/api_functions.h says the same. */
export const NEWER_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['ov_preprocess_preprocess_steps_pad', '2025.0'],
  ['ov_core_add_extension', '2025.4'],
  ['ov_tensor_create_from_string_array', '2025.4'],
  ['ov_tensor_set_string_data', '2025.4'],
  ['ov_util_set_log_callback', '2025.4'],
  ['ov_util_reset_log_callback', '2025.4'],
  ['ov_core_set_properties', '2026.4'],
  ['ov_core_compile_model_props', '2026.4'],
  ['ov_core_compile_model_from_file_props', '2026.4'],
  ['ov_compiled_model_set_properties', '2026.4'],
  ['ov_core_create_context_props', '2026.4'],
  ['ov_core_compile_model_with_context_props', '2026.4'],
  ['ov_remote_context_create_tensor_props', '2026.4'],
  ['ov_preprocess_input_tensor_info_set_color_format_with_subnames', '2026.4'],
]);

/** What a name becomes that nobody shall find: no function's name begins so. */
const HIDDEN = 'x'.charCodeAt(0);

/**
 * Takes from a copy of the mocked library the functions that a release did not have, so that the addon finds it as old as it
 * says: it falls back to older functions, or says NOT_SUPPORTED_BY_RUNTIME. A symbol is found by its name in the library's
 * table of strings; one letter of it is changed, and the loader, whose index is made of the right names, finds it no more.
 *
 * @param library The bytes of an ELF library; any other is left as it is.
 * @param version `2024.6.0`
 */
export function hideNewerFunctions(library: Buffer, version: string): void {
  if (library.readUInt32BE(0) !== 0x7f454c46) return;
  for (const [name, since] of NEWER_FUNCTIONS) {
    if (!isOlder(version, since)) continue;
    for (let at = library.indexOf(`\0${name}\0`); at !== -1; at = library.indexOf(`\0${name}\0`, at)) {
      library[at + 1] = HIDDEN;
    }
  }
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

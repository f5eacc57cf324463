{
  # node-gyp's build: prebuilds and source installs. What it compiles, and how, stands in native/*.txt, one entry a line,
  # which CMakeLists.txt (the development build) reads too. Paths and commands are seen from the folder of the binding.gyp
  # that includes this.
  'variables': {
    'list': 'node -p "require(\'fs\').readFileSync(process.argv[1],\'utf8\').trim()"',
    # Seen from build/, where the compiler runs. Mostly relative and without a space, whatever the checkout's path; where
    # there is one, make needs a backslash (code 92) before it.
    'node_addon_api': '<!(node -p "path.relative(\'build\',require(\'node-addon-api\').include_dir).replaceAll(path.sep,\'/\').replaceAll(\' \',String.fromCharCode(92)+\' \')")',
  },
  'target_defaults': {
    # What Node compiles itself with and code that catches C++ exceptions must not have.
    'cflags!': ['-fno-exceptions'],
    'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++1y', '-std=gnu++17', '-std=gnu++20'],
    'cflags_cc': ['<!@(<(list) native/flags.txt)'],
    'conditions': [
      ["OS=='linux'", {
        'ldflags': ['-Wl,-z,now'],
        'libraries': ['-ldl', '-pthread'],
      }],
      ["OS=='mac'", {
        'xcode_settings': {
          'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
          'GCC_ENABLE_CPP_RTTI': 'YES',
          'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
          'CLANG_CXX_LIBRARY': 'libc++',
          'MACOSX_DEPLOYMENT_TARGET': '11.0',
          'OTHER_CPLUSPLUSFLAGS': ['<!@(<(list) native/flags.txt)'],
        },
      }],
      ["OS=='win'", {
        'defines': ['_HAS_EXCEPTIONS=1', 'NOMINMAX', 'WIN32_LEAN_AND_MEAN'],
        'msvs_settings': {
          'VCCLCompilerTool': {
            'ExceptionHandling': 1,
            'AdditionalOptions': ['<!@(<(list) native/flags-msvc.txt)'],
          },
        },
      }],
    ],
  },
  'targets': [
    {
      'target_name': 'openvino_node',
      'sources': ['<!@(<(list) native/sources.txt)'],
      'defines': ['<!@(<(list) native/defines.txt)'],
      'cflags_cc': ['-isystem', '<(node_addon_api)'],
      'conditions': [
        ["OS=='linux'", {
          'ldflags': ['-Wl,--version-script=../native/exports.map'],
        }],
        ["OS=='mac'", {
          'xcode_settings': {
            'OTHER_CPLUSPLUSFLAGS': ['-isystem', '<(node_addon_api)'],
          },
        }],
        ["OS=='win'", {
          'include_dirs': ['<!(node -p "require(\'node-addon-api\').include_dir")'],
        }],
      ],
    },
    {
      # The mocked OpenVINO: a library of its own, beside the addon. It knows nothing of Node; what node-gyp gives every
      # target for that is taken away again.
      'target_name': 'openvino_c_mock',
      'win_delay_load_hook': 'false',
      'sources': ['<!@(<(list) native/mock/sources.txt)'],
      'include_dirs/': [['exclude', '.']],
      # Where node-gyp itself says that a module's name ends with .node.
      'target_conditions': [
        ["OS!='win'", {'product_prefix': 'lib'}],
        ["OS=='linux'", {'product_extension': 'so'}],
        ["OS=='mac'", {
          'product_extension': 'dylib',
          'xcode_settings': {'OTHER_LDFLAGS!': ['-undefined dynamic_lookup']},
        }],
        ["OS=='win'", {'product_extension': 'dll'}],
      ],
      'conditions': [
        ["OS=='linux'", {
          'ldflags': ['-Wl,--version-script=../native/mock/exports.map', '-Wl,-z,defs', '-Wl,-Bsymbolic'],
        }],
        ["OS=='win'", {
          'libraries!': ['-l"<(node_lib_file)"'],
        }],
      ],
    },
  ],
}

# The packed package has native/addon.gypi but not this file: where npm finds a binding.gyp while it installs from a lock file,
# it runs node-gyp rebuild, whatever the package's gypfile says. native/build.mjs writes it for a source install.
{ 'includes': ['native/addon.gypi'] }

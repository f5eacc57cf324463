import { OpenVINOError } from './errors.js';

/**
 * What openvino-node can do and the C API can't, by the member that throws, and what a program does instead. The README and
 * docs/migrating-from-openvino-node.md have the same list; a test holds them together.
 */
export const MISSING = Object.freeze({
  'new Model()': 'write the IR as text, and read that by `core.readModel(xml, weights)`',
  'Model.clone()': 'read the model once more',
  'Model.getName()': 'use `getFriendlyName()`, which is the name in the file',
  'Model.setFriendlyName()': 'keep a name of your own beside the model, or change it in the file',
  'Model.getOps()': "read the layers' names from the .xml file",
  'Model.reshape(…, variablesShapes)': 'reshape the state variables when the model is converted',
  'Core.queryModel()': 'compile for the device, and ask `getProperty("EXECUTION_DEVICES")`',
  'Core.importModel(…, config)': 'set the properties before, by `core.setProperty(device, properties)`',
  'saveModelSync()': 'keep the files that the model was read from, or export what was compiled by `exportModel(path)`',
  'OutputTensorInfo.setLayout()': 'transpose the results',
  'Tensor.data of strings that OpenVINO made': 'have the model give numbers, and look the strings up',
});

/** A member that the C API has nothing for. */
export type MissingMember = keyof typeof MISSING;

/** What such a member throws. */
export function notInCApi(member: MissingMember): OpenVINOError {
  return new OpenVINOError('NOT_IN_C_API', `The C API has nothing for ${member}: ${MISSING[member]}.`, {
    operation: member,
  });
}

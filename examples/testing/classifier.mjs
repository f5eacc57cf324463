// What is tested: an application's own module, which knows nothing of mocks.
import { fileURLToPath } from 'node:url';
import { Core, OpenVINOError, Tensor } from '@x/openvino-node';

const MODEL = fileURLToPath(new URL('./model.xml', import.meta.url));
const LABELS = ['car', 'lorry', 'bicycle', 'nothing'];

/** Runs the model on the first device that works; goes on to the next where one fails. */
export class Classifier {
  #core = new Core();
  #devices;
  #request;
  /** The device in use. */
  device;
  /** Why other devices were given up. */
  failures = [];

  /** @param {string[]} devices in the order of preference */
  static async open(devices = ['GPU', 'CPU']) {
    const classifier = new Classifier();
    classifier.#devices = [...devices];
    await classifier.#useNext();
    return classifier;
  }

  /**
   * @param {number[]} features four numbers
   * @returns {Promise<{ label: string, score: number }>}
   */
  async classify(features) {
    const input = new Tensor('f32', [1, 4], Float32Array.from(features));
    for (;;) {
      try {
        const { scores } = await this.#request.inferAsync({ features: input });
        const best = scores.data.indexOf(Math.max(...scores.data));
        return { label: LABELS[best], score: scores.data[best] };
      } catch (error) {
        if (!(error instanceof OpenVINOError) || error.code !== 'INFER_FAILED') throw error;
        this.failures.push(`${this.device}: ${error.message}`);
        await this.#useNext();
      }
    }
  }

  async #useNext() {
    while (this.#devices.length > 0) {
      this.device = this.#devices.shift();
      try {
        const compiled = await this.#core.compileModel(MODEL, this.device, { PERFORMANCE_HINT: 'LATENCY' });
        this.#request = compiled.createInferRequest();
        return;
      } catch (error) {
        this.failures.push(`${this.device}: ${error.message}`);
      }
    }
    throw new Error(`No device works: ${this.failures.join('; ')}`);
  }
}

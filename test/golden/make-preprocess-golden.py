#!/usr/bin/env python3
"""Makes preprocess.json: what OpenVINO's Python API computes with PrePostProcessor, for tiny inputs.

    python3 test/golden/make-preprocess-golden.py      needs numpy and openvino; writes the file beside this script

A case is a recipe that this script follows with the Python API and test/api/pre-post-processor-golden.test.ts with this
package's: what the model is (x -> -x -> y of a type and shape), what is said of tensor and model, the steps, and the output's
type. Inputs are not stored: both sides make them by the formula of `values`.
"""

import json
import pathlib

import numpy as np
import openvino as ov
from openvino import Type
from openvino.preprocess import ColorFormat, PaddingMode, PrePostProcessor, ResizeAlgorithm

TYPES = {'f32': np.float32, 'f16': np.float16, 'f64': np.float64, 'u8': np.uint8, 'i8': np.int8, 'i32': np.int32}
# by its number: the Python API has no name for 'edge'
PADDING_MODES = ['constant', 'edge', 'reflect', 'symmetric']
PRECISIONS = {'f32': 'FP32', 'f16': 'FP16'}


def values(element_type, shape, seed):
    """Numbers that each type can hold exactly: whole ones from 0 (i8: -128) on, or sixteenths from -8 on."""
    step = np.arange(int(np.prod(shape)), dtype=np.int64) * 37 + 11 + 5 * seed
    numbers = step % 256
    if element_type == 'i8':
        numbers = numbers - 128
    elif element_type.startswith('f'):
        numbers = numbers / 16 - 8
    return numbers.astype(TYPES[element_type]).reshape(shape)


def model_text(element_type, shape):
    """IR of x -> -x -> y."""
    dims = ''.join(f'<dim>{size}</dim>' for size in shape)
    precision = PRECISIONS[element_type]
    port = lambda index, names='': f'<port id="{index}" precision="{precision}"{names}>{dims}</port>'
    return (
        '<?xml version="1.0"?><net name="negative" version="11"><layers>'
        f'<layer id="0" name="x" type="Parameter" version="opset1"><data shape="{",".join(map(str, shape))}" '
        f'element_type="{element_type}"/><output>' + port(0, ' names="x"') + '</output></layer>'
        '<layer id="1" name="negative" type="Negative" version="opset1"><input>' + port(0) + '</input><output>'
        + port(1, ' names="y"') + '</output></layer>'
        '<layer id="2" name="y/result" type="Result" version="opset1"><input>' + port(0) + '</input></layer></layers>'
        '<edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>'
        '<edge from-layer="1" from-port="1" to-layer="2" to-port="0"/></edges></net>'
    )



def say(processor, case):
    """Follows a recipe up to the build."""
    tensor = processor.input(0).tensor()
    said = case.get('tensor', {})
    if 'elementType' in said:
        tensor.set_element_type(getattr(Type, said['elementType']))
    if 'layout' in said:
        tensor.set_layout(ov.Layout(said['layout']))
    if 'shape' in said:
        tensor.set_shape(said['shape'])
    if 'from' in said:
        element_type, shape = said['from']
        tensor.set_from(ov.Tensor(np.zeros(shape, TYPES[element_type])))
    if 'sides' in said:
        tensor.set_spatial_static_shape(*said['sides'])
    if 'color' in said:
        name, planes = said['color']
        tensor.set_color_format(getattr(ColorFormat, name), planes)
    if 'modelLayout' in case:
        processor.input(0).model().set_layout(ov.Layout(case['modelLayout']))
    steps = processor.input(0).preprocess()
    for name, *arguments in case.get('steps', []):
        if name == 'resize':
            steps.resize(getattr(ResizeAlgorithm, f'RESIZE_{arguments[0].upper()}'))
        elif name == 'mean':
            steps.mean(arguments[0])
        elif name == 'scale':
            steps.scale(arguments[0])
        elif name == 'crop':
            steps.crop(*arguments)
        elif name == 'pad':
            begin, end, value, mode = arguments
            steps.pad(begin, end, value, PaddingMode(PADDING_MODES.index(mode)))
        elif name == 'convertElementType':
            steps.convert_element_type(*(getattr(Type, one) for one in arguments))
        elif name == 'convertLayout':
            steps.convert_layout(ov.Layout(*arguments))
        elif name == 'convertColor':
            steps.convert_color(getattr(ColorFormat, arguments[0]))
        elif name == 'reverseChannels':
            steps.reverse_channels()
        else:
            raise ValueError(name)
    if 'outputType' in case:
        processor.output(0).tensor().set_element_type(getattr(Type, case['outputType']))


def run(core, case):
    element_type, shape = case['model']
    processor = PrePostProcessor(core.read_model(model_text(element_type, shape).encode(), b''))
    say(processor, case)
    compiled = core.compile_model(processor.build(), 'CPU', {'INFERENCE_PRECISION_HINT': 'f32'})
    inputs = []
    for index, port in enumerate(compiled.inputs):
        inputs.append(values(port.element_type.get_type_name(), list(port.shape), index))
    output = compiled(inputs)[0]
    ports = [[port.element_type.get_type_name(), list(port.shape)] for port in compiled.inputs]
    numbers = [round(float(number), 4) + 0.0 for number in output.astype(np.float64).reshape(-1)]
    return {
        'inputs': ports,
        'outputType': compiled.outputs[0].element_type.get_type_name(),
        'outputShape': list(output.shape),
        'values': [int(number) if number == int(number) else number for number in numbers],
    }


RGB = ['f32', [1, 3, 4, 6]]
RGB_HALF = ['f16', [1, 3, 4, 6]]
GRAY = ['f32', [1, 1, 4, 6]]
NHWC = {'layout': 'NHWC'}
BIG = [1, 3, 7, 10]


def cases():
    yield {'name': 'nothing', 'model': RGB}
    for element_type in ['u8', 'i8', 'f16', 'f64', 'i32']:
        yield {'name': f'{element_type} tensor', 'model': RGB, 'tensor': {'elementType': element_type}}
    yield {'name': 'u8 tensor, f16 model', 'model': RGB_HALF, 'tensor': {'elementType': 'u8'}}
    for element_type in ['f16', 'i32', 'f64']:
        yield {'name': f'{element_type} output', 'model': RGB, 'outputType': element_type}
    yield {'name': 'output of an f16 model as f32', 'model': RGB_HALF, 'outputType': 'f32'}
    yield from layouts()
    yield from arithmetic()
    yield from sizes()
    yield from colors()
    yield from chains()


def layouts():
    for layout in ['NHWC', 'NWCH', 'N...C', 'HWC']:
        yield {'name': f'{layout} to NCHW', 'model': RGB, 'tensor': {'layout': layout}, 'modelLayout': 'NCHW'}
    yield {'name': 'NCHW to NHWC', 'model': ['f32', [1, 4, 6, 3]], 'tensor': {'layout': 'NCHW'}, 'modelLayout': 'NHWC'}
    yield {'name': 'convert layout', 'model': RGB, 'tensor': {'shape': [1, 4, 6, 3], 'layout': 'NHWC'},
           'steps': [['convertLayout', 'NCHW']]}
    yield {'name': "convert layout to the model's", 'model': RGB, 'tensor': NHWC, 'modelLayout': 'NCHW',
           'steps': [['convertLayout'], ['mean', [1, 2, 3]]]}
    yield {'name': 'set from a tensor', 'model': RGB, 'tensor': {'from': ['u8', [1, 4, 6, 3]], 'layout': 'NHWC'},
           'modelLayout': 'NCHW'}


def arithmetic():
    yield {'name': 'mean', 'model': RGB, 'steps': [['mean', 1.5]]}
    yield {'name': 'scale', 'model': RGB, 'steps': [['scale', 3]]}
    yield {'name': 'mean of channels', 'model': RGB, 'modelLayout': 'NCHW', 'steps': [['mean', [1.5, -2, 7]]]}
    yield {'name': 'scale of channels', 'model': RGB, 'modelLayout': 'NCHW', 'steps': [['scale', [2, 0.5, -3]]]}
    yield {'name': 'mean and scale of channels, the last dimension', 'model': RGB, 'tensor': NHWC, 'modelLayout': 'NCHW',
           'steps': [['mean', [123.675, 116.28, 103.53]], ['scale', [58.395, 57.12, 57.375]]]}
    yield {'name': 'scale before mean', 'model': RGB, 'steps': [['scale', 4], ['mean', 1]]}
    yield {'name': 'f16 model, mean and scale', 'model': RGB_HALF, 'modelLayout': 'NCHW',
           'steps': [['mean', [1, 2, 4]], ['scale', 2]]}
    yield {'name': 'convert element type', 'model': RGB, 'tensor': {'elementType': 'u8'},
           'steps': [['convertElementType', 'f32'], ['scale', 255]]}
    yield {'name': "convert element type to the model's", 'model': RGB, 'tensor': {'elementType': 'i8'},
           'steps': [['convertElementType'], ['mean', 0.5]]}
    yield {'name': 'reverse channels', 'model': RGB, 'modelLayout': 'NCHW', 'steps': [['reverseChannels']]}
    yield {'name': 'reverse channels, the last dimension', 'model': RGB, 'tensor': {'elementType': 'u8', **NHWC},
           'modelLayout': 'NCHW', 'steps': [['reverseChannels']]}


def sizes():
    for algorithm in ['linear', 'cubic', 'nearest']:
        for name, sides in [('down', [7, 10]), ('up', [3, 4])]:
            yield {'name': f'resize {algorithm}, {name}', 'model': RGB, 'tensor': {'sides': sides}, 'modelLayout': 'NCHW',
                   'steps': [['resize', algorithm]]}
        yield {'name': f'resize {algorithm} of bytes, NHWC', 'model': RGB,
               'tensor': {'elementType': 'u8', 'sides': [8, 12], **NHWC}, 'modelLayout': 'NCHW',
               'steps': [['convertElementType', 'f32'], ['resize', algorithm]]}
    yield {'name': 'resize of a shape', 'model': RGB, 'tensor': {'shape': [1, 9, 5, 3], **NHWC}, 'modelLayout': 'NCHW',
           'steps': [['resize', 'linear']]}
    yield {'name': 'crop', 'model': RGB, 'tensor': {'shape': BIG}, 'steps': [['crop', [0, 0, 1, 2], [1, 3, 5, 8]]]}
    yield {'name': 'crop from the end', 'model': RGB, 'tensor': {'shape': BIG},
           'steps': [['crop', [0, 0, -5, -7], [1, 3, -1, -1]]]}
    yield {'name': 'crop of the first dimensions', 'model': RGB, 'tensor': {'shape': [2, 5, 4, 6]},
           'steps': [['crop', [1, 1], [2, 4]]]}
    for mode in ['constant', 'edge', 'reflect', 'symmetric']:
        yield {'name': f'pad {mode}', 'model': RGB, 'tensor': {'shape': [1, 3, 2, 4]},
               'steps': [['pad', [0, 0, 1, 1], [0, 0, 1, 1], 0.5, mode]]}
    yield {'name': 'pad takes away', 'model': RGB, 'tensor': {'shape': [1, 3, 5, 8]},
           'steps': [['pad', [0, 0, -1, -2], [0, 0, 0, 0], 0, 'constant']]}


def colors():
    def color(name, source, target, planes=(), model=RGB, element_type='u8'):
        return {'name': name, 'model': model, 'tensor': {'elementType': element_type, 'color': [source, list(planes)]},
                'modelLayout': 'NCHW', 'steps': [['convertColor', target]]}

    yield {'name': 'BGR as it is', 'model': RGB, 'tensor': {'elementType': 'u8', 'color': ['BGR', []]}, 'modelLayout': 'NCHW'}
    for source, target in [('BGR', 'RGB'), ('RGB', 'BGR'), ('RGBX', 'RGB'), ('RGBX', 'BGR'), ('BGRX', 'RGB')]:
        yield color(f'{source} to {target}', source, target)
    yield color('RGB to GRAY', 'RGB', 'GRAY', model=GRAY)
    yield color('BGR to GRAY', 'BGR', 'GRAY', model=GRAY)
    yield color('BGR to GRAY of numbers', 'BGR', 'GRAY', model=GRAY, element_type='f32')
    for target in ['RGB', 'BGR']:
        yield color(f'NV12 of one plane to {target}', 'NV12_SINGLE_PLANE', target)
        yield color(f'NV12 of two planes to {target}', 'NV12_TWO_PLANES', target)
        yield color(f'I420 of one plane to {target}', 'I420_SINGLE_PLANE', target)
        yield color(f'I420 of three planes to {target}', 'I420_THREE_PLANES', target, ['y', 'u', 'v'])
    yield color('NV12 of two planes to GRAY', 'NV12_TWO_PLANES', 'GRAY', ['y', 'uv'], model=GRAY)
    yield color('NV12 of one plane to GRAY', 'NV12_SINGLE_PLANE', 'GRAY', model=GRAY)


def chains():
    yield {'name': 'a picture in BGR for a model of floats', 'model': RGB,
           'tensor': {'elementType': 'u8', 'sides': [8, 9], 'color': ['BGR', []]}, 'modelLayout': 'NCHW',
           'steps': [['convertElementType', 'f32'], ['convertColor', 'RGB'], ['resize', 'linear'],
                     ['mean', [123.675, 116.28, 103.53]], ['scale', [58.395, 57.12, 57.375]]],
           'outputType': 'f16'}
    yield {'name': 'a frame in NV12', 'model': RGB,
           'tensor': {'elementType': 'u8', 'sides': [8, 12], 'color': ['NV12_TWO_PLANES', ['y', 'uv']]},
           'modelLayout': 'NCHW',
           'steps': [['convertColor', 'BGR'], ['convertElementType', 'f32'], ['crop', [0, 1, 2, 0], [1, 7, 12, 3]],
                     ['resize', 'nearest'], ['convertLayout', 'NCHW'], ['reverseChannels'], ['scale', 255]]}


def main():
    core = ov.Core()
    made = [{**case, 'expected': run(core, case)} for case in cases()]
    lines = ',\n'.join(json.dumps(case, separators=(',', ':')) for case in made)
    path = pathlib.Path(__file__).with_name('preprocess.json')
    path.write_text(f'{{"openvino":"{ov.__version__.split("-")[0]}","cases":[\n{lines}\n]}}\n')


if __name__ == '__main__':
    main()

# Writes press.glb, the model of a press, with trimesh 5 (pip install trimesh pillow):
# a file as an exporter writes it, with nodes that are moved and turned, materials,
# vertex colours and a texture.
import numpy as np
import trimesh
from PIL import Image
from trimesh.transformations import rotation_matrix, scale_matrix, translation_matrix
from trimesh.visual.material import PBRMaterial
from trimesh.visual.texture import TextureVisuals

scene = trimesh.Scene()


def linear(color):
    """The colours of a GLB are linear; these are sRGB."""
    c = np.array(color[:3]) / 255
    return list(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)) + [1.0]


def put(mesh, name, color, x=0, y=0, z=0, turn=None):
    mesh.visual = TextureVisuals(material=PBRMaterial(baseColorFactor=linear(color), metallicFactor=0.1, roughnessFactor=0.7))
    pose = translation_matrix([x, y, z])
    if turn is not None:
        pose = pose @ turn
    scene.add_geometry(mesh, node_name=name, geom_name=name, transform=pose)


# Y is up, Z towards the front, metres.
grey, dark, orange, steel = [225, 229, 232, 255], [58, 68, 80, 255], [240, 112, 30, 255], [150, 160, 170, 255]
put(trimesh.creation.box([2.2, 0.7, 1.6]), "bed", dark, y=0.35)
for side in (-1, 1):
    put(trimesh.creation.box([0.35, 1.7, 1.2]), f"frame{side}", grey, x=side * 0.92, y=1.55)
put(trimesh.creation.box([2.2, 0.6, 1.4]), "head", grey, y=2.7)
upright = rotation_matrix(np.pi / 2, [1, 0, 0])
put(trimesh.creation.cylinder(0.22, 0.6, sections=20), "ram", steel, y=2.15, turn=upright)
put(trimesh.creation.box([1.0, 0.18, 0.9]), "slide", orange, y=1.8)
put(trimesh.creation.cylinder(0.3, 0.25, sections=24), "wheel", orange, x=1.2, y=2.7, turn=rotation_matrix(np.pi / 2, [0, 1, 0]))

# A table whose corners have colours, made by a mirroring and scaling node.
table = trimesh.creation.box([1, 1, 1])
table.visual.vertex_colors = [(255 * np.array(linear([31, 138, 140]))).round().astype(np.uint8)] * 8
scene.add_geometry(table, node_name="table", geom_name="table",
                   transform=translation_matrix([0, 0.78, 0]) @ np.diag([-0.9, 0.16, 0.8, 1]))

# A sign with a texture of two colours: yellow on the left, black on the right.
board = Image.new("RGB", (4, 2), (242, 183, 5))
board.paste((27, 34, 41), (2, 0, 4, 2))
sign = trimesh.Trimesh(np.array([[-0.5, 0, 0], [0, 0, 0], [0, 0.3, 0], [-0.5, 0.3, 0], [0, 0, 0], [0.5, 0, 0], [0.5, 0.3, 0], [0, 0.3, 0]]),
                       [[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]], process=False,
                       visual=TextureVisuals(uv=[[0.1, 0.1], [0.4, 0.1], [0.4, 0.9], [0.1, 0.9], [0.6, 0.1], [0.9, 0.1], [0.9, 0.9], [0.6, 0.9]],
                                             material=PBRMaterial(baseColorTexture=board, doubleSided=True)))
scene.add_geometry(sign, node_name="sign", geom_name="sign", transform=translation_matrix([0, 2.55, 0.72]))
scene.export("press.glb")

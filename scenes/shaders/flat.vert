in vec4 p3d_Vertex;
in vec4 p3d_Color;
uniform vec4 p3d_ColorScale;
out vec4 paint;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
    paint = p3d_Color * p3d_ColorScale;
}

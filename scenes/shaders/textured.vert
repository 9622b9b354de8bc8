in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec2 p3d_MultiTexCoord0;
uniform vec4 p3d_ColorScale;
out vec4 paint;
out vec2 uv;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
    paint = p3d_Color * p3d_ColorScale;
    uv = p3d_MultiTexCoord0;
}

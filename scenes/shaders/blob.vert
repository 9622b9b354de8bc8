in vec4 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
out vec2 uv;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
    uv = p3d_MultiTexCoord0 * 2.0 - 1.0;
}

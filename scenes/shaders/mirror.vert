uniform int for_eye; // whose picture it is; each eye has a glass of its own
in vec4 p3d_Vertex;
out vec2 at;

void main() {
    gl_Position = seen_of_model(p3d_Vertex);
#if !defined(ONE)
    if (eye_now() != for_eye) gl_Position = unseen();
#endif
    at = p3d_Vertex.xz;
}

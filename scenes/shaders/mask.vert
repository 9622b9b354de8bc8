// What a lens hides, right before the eye, so that nothing behind it is drawn.
uniform int for_eye;
uniform vec4 eye_tangents[2]; // left, right, up, down
in vec4 p3d_Vertex;           // x and z on the plane one metre ahead

void main() {
#if defined(ONE)
    gl_Position = unseen();
#else
    vec4 edge = eye_tangents[for_eye];
    vec2 low = edge.xw, high = edge.yz;
    vec2 at = (2.0 * p3d_Vertex.xz - low - high) / (high - low);
    gl_Position = eye_now() == for_eye ? put(vec4(at, -1.0, 1.0)) : unseen();
#endif
}

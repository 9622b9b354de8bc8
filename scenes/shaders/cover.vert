uniform vec4 eye_tangents[2]; // left, right, up, down
in vec4 p3d_Vertex;           // x and z from -1 to 1 over the eye's picture
out vec2 slope;
out vec3 way;

void main() {
#if defined(ONE)
    gl_Position = unseen();
    slope = vec2(0.0);
    way = vec3(0.0, 1.0, 0.0);
#else
    vec4 edge = eye_tangents[eye_now()];
    slope = mix(edge.xw, edge.yz, 0.5 + 0.5 * p3d_Vertex.xz);
    way = way_in_world(p3d_Vertex.xz);
    gl_Position = put(vec4(p3d_Vertex.xz, 0.0, 1.0));
#endif
}
